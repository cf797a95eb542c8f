"""Spanish words around numbers, as the parser hears them. What the renderer says too is read from its own tables."""

from assistant.spoken.tongue import words

NUMBERS = {
    "point": "punto coma", "and": "y e", "one": "un|una|uno|ún",
    "small": {21: "veintiun|veintiuna", 16: "diez y seis", 2: "un par de|par de|un par"},
    "hundreds": {100: "cien|ciento", 200: "doscientos|doscientas", 300: "trescientos|trescientas", 400: "cuatrocientos|cuatrocientas", 500: "quinientos|quinientas", 600: "seiscientos|seiscientas", 700: "setecientos|setecientas|sietecientos", 800: "ochocientos|ochocientas", 900: "novecientos|novecientas|nuevecientos"},
    "dozen": {12: "docena|una docena|docena de|una docena de", 10: "decena|una decena|decena de", 100: "centenar|un centenar|centenar de|un centenar de"},
    "scale": {1000: "mil|millar|un millar|lucas", 10**6: "millon|millones|millon de|millones de", 10**12: "billon|billones", 10**5: "lakhs"},
    "fraction": {"0.5": "medio|media|mitad|la mitad|la mitad de|una mitad", "0.25": "una cuarta parte|cuarta parte|un cuarto de|un cuarto|cuartos", "1/3": "un tercio|tercio|tercios|una tercera parte|tercera parte", "1/5": "un quinto|una quinta parte|quintos|quinta parte", "1/10": "un decimo|una decima parte|decima parte|decimos"},
    "plus": {"0.5": "y medio|y media", "0.25": "y cuarto|y un cuarto", "0.75": "y tres cuartos"},
    "ordinal": {2: "segundo dia", 3: "tercero|tercer|tercera", 4: "cuarto|cuarta", 5: "quinto|quinta", 6: "sexto|sexta", 7: "septimo|septima", 8: "octavo|octava", 9: "noveno|novena", 10: "decimo|decima", 11: "undecimo", 12: "duodecimo", 20: "vigesimo", 1: "primero de"},
    "vague": "cientos|miles|veintipico|y pico|y tantos|y tantas|treintena|veintena|cincuentena|centena|centenas|quincena de|centavo de|milesima|centesima|miles de|millares|decenas|docenas|centenares|varios cientos|varios miles|unos cuantos|un monton|seis cifras|cinco cifras|cuatro cifras|tres cifras|un dineral",
    "multiple": "doble|el doble|veces mas|veces menos|veces lo|veces tu|veces el|dobles|duplica|duplico|duplicado|duplicar|triple|el triple|triplica|triplico|cuadruple|quintuple",
}  # fmt: skip
UNITS = {
    "percent": "por ciento|porciento|por cien|puntos porcentuales|punto porcentual",
    "points": "punto|puntos",
    "duration": {"day": "dia|dias", "week": "semana|semanas", "month": "mes|meses", "year": "ano|anos", "hour": "hora|horas", "minute": "minuto|minutos", "second": "segundos", "half month": "quincena|quincenas"},
    "distance": {"mile": "milla|millas", "kilometre": "kilometro|kilometros|km"},
    "per": {
        "hour": "por hora|la hora|cada hora|a la hora|/ hora|/ h", "day": "por dia|al dia|cada dia|diarios|diarias|/ dia", "week": "por semana|a la semana|cada semana|semanales|semanal|/ semana",
        "month": "por mes|al mes|cada mes|mensuales|mensual|/ mes", "year": "por ano|al ano|cada ano|anuales|anual|/ ano",
        "job": "por trabajo|por viaje|por entrega|por pedido|cada trabajo|cada viaje|por servicio", "mile": "por milla|la milla|cada milla", "kilometre": "por kilometro|el kilometro|cada kilometro|/ km|por km",
    },
}  # fmt: skip
MONEY = {
    "dollars": "dolar dolares pavos", "pounds": "libra libras", "rupees": "rupia rupias", "pesos": "peso pesos varos",
    "cents": "centavo centavos centimo centimos", "pence": "penique peniques", "paise": "paisa paisas", "euros": "euro euros",
}  # fmt: skip
DAYS = {
    "day": {(0,): "hoy|esta noche", (1,): "manana", (-1,): "ayer|anoche", (2,): "pasado manana", (-2,): "anteayer|antier|antes de ayer"},
    "span": {"this week": "esta semana", "last week": "la semana pasada|semana pasada|la ultima semana", "next week": "la proxima semana|proxima semana|la semana que viene|semana que viene",
             "this month": "este mes", "last month": "el mes pasado|mes pasado|del mes pasado|al mes pasado|el ultimo mes", "next month": "el proximo mes|proximo mes|el mes que viene|mes que viene|el mes proximo",
             "this year": "este ano", "last year": "el ano pasado|ano pasado|del ano pasado|el ultimo ano", "next year": "el proximo ano|proximo ano|el ano que viene|el ano proximo"},
    "month": {1: "enero", 2: "febrero", 3: "marzo", 4: "abril", 5: "mayo", 6: "junio", 7: "julio", 8: "agosto", 9: "septiembre setiembre", 10: "octubre", 11: "noviembre", 12: "diciembre"},
    "weekday": {0: "lunes", 1: "martes", 2: "miercoles", 3: "jueves", 4: "viernes", 5: "sabado", 6: "domingo"},
    "as_of": "a fecha de|a fecha del|al|hasta el|segun datos del|con datos del|desde el",
    "the": "el|dia|el dia|del",
    "clock": "de la manana|de la tarde|de la noche|en punto|mediodia|medianoche",
}  # fmt: skip
AROUND = {
    "about": "alrededor de|unos|unas|cerca de|aproximadamente|casi|mas o menos|poco mas de|poco menos de|como unos|aprox|en torno a|rondando|ronda|rondan",
    "minus": "menos|negativo|negativos|negativa",
    "deficit": "faltan|falta|faltaran|debes|deuda|deber|deficit|en rojo|numeros rojos|bajo cero|por debajo de cero|sobregiro|descubierto|gastaste|gastado|gastas|gastar|pagaste|pagas|costo|cuesta|perdiste|salieron",
    "out_of": "sobre|de un total de|de un maximo de",
    "link": "a|o|y|hasta|entre|contra|frente a|y unos|y alrededor de",
    "filler": "de|mas|habiles|laborables|completos|enteros|seguidos|extra|adicionales|otros|otras|netos|brutos|buenos|del|estadounidenses|americanos",
    "idiom": (
        "al menos|de una semana a otra|de un dia a otro|de un mes a otro|un dia o dos|una semana o dos|un mes o dos|tus dos|los dos|las dos cuentas|las dos tarjetas|por lo menos|ni mas ni menos|a menos que|menos mal|ni menos|cuando menos|por la manana|en la manana|la manana|esta manana|cada manana|manana por la|de una vez|a la vez|una vez|un dia a la vez|un dia de estos|algun dia|"
        "uno de|una de|uno por uno|cada uno|cada una|uno mismo|ninguno|alguno|uno u otro|un poco|una semana a la vez|un momento|una mano|un segundo|segundo plano|"
        "segundo trabajo|segunda opinion|a medias|y medias|por medio|por medio de|en medio|en medio de|medio de pago|medios|medio ambiente|en punto muerto|punto de|a punto de|en este punto|"
        "punto de vista|punto clave|un punto|cuarto de bano|primer paso|bajo cero|por debajo de cero|por encima de cero|no venta|sin falta|hace falta|te hace falta|un ano entero|"
        "un mes a la vez|un dia normal|un buen mes|un buen dia|un mes normal|un mal mes|una semana normal|una buena semana|un dia tranquilo|mil gracias|tercera edad|terceros|a terceros|martes a jueves"
    ),
}  # fmt: skip
COUNTED: list[str] = []
ORDINARY = words(
    "ten do no so as a o y sin con real sol soles ana den oh das char son par e an or more "
    "me main hay has are am pm may march mar jan dot point mil dame nil ser mes dia media se lana won rand "
    "rial un ek tin colon colones corona coronas libra libras franco francos kuna lira cuarto quinto cuarta "
    "quinta p"
)
MAY_PRECEDE_UNIT = words(
    "en de los las tus sus mis muchos muchas pocos pocas mas cuantos cuantas el la un una unos por y o a al "
    "con sin del tu su estos esos esas estas algunos algunas cada otros otras menos cuantos pocos esos ningun "
    "ni que son entre como"
)
