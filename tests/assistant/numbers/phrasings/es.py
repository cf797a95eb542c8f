"""Spanish phrasings."""

MONEY = [
    "Ahora mismo tienes {money} en tus cuentas.", "Puedes gastar {money} sin tocar tu colchón.", "Ganaste {money} con {name}.", "Una de tus facturas más grandes es de {money}.", "Eso te deja con {money}.",
    "Tu saldo debería llegar a {money} para {date}.", "{name} te pagó {money}, una de tus mejores semanas.", "Yo apartaría {money} para impuestos.", "Después del alquiler te pueden quedar {money}.", "Entraron {money} de {name}.",
    "Tu punto más bajo es de {money}.", "La mayor parte, {money}, se fue en gasolina.", "De momento suma {money}, más que en cualquier otra plataforma.", "Procura mantener al menos {money} en la cuenta.", "Si lo compras, todavía tendrías {money}.",
    "Con {money} estás por encima de tu colchón.", "Te costaría {money}, y de una vez puede parecer mucho.", "Son {money} en total.",
]  # fmt: skip
PERCENT = [
    "Hay un riesgo del {percent} de quedarte corto.",
    "La gasolina se lleva el {percent} de tus ingresos.",
    "Tus ingresos subieron un {percent}.",
    "El riesgo es bajo: {percent}.",
    "{name} se queda con un {percent} en comisiones.",
]
DAYS = [
    "Tu dinero debería durar {days}.",
    "Tienes {days} antes de preocuparte.",
    "Incluso en un mal caso estás cubierto por {days}.",
    "Trabajaste {days} sin descanso.",
]
COUNT = [
    "Hiciste {count} entregas.",
    "Hay {count} facturas pendientes.",
    "Encontré {count} movimientos que coinciden.",
    "{count} de tus pagos llegaron tarde.",
    "Completaste {count} viajes.",
]
SCORE = [
    "Tu puntuación de crédito es {score}.",
    "Tu puntuación de salud es {score}, una de las buenas.",
    "Ahora estás en {score} puntos.",
]
DATE = [
    "Tu alquiler vence {date}.",
    "El próximo pago debería llegar {date}.",
    "Tu día más bajo es {date}.",
    "No hay nada más antes de {date}.",
    "Los impuestos vencen {date}, así que aparta algo.",
]
PERIOD = [
    "{period} ganaste {money}.",
    "Gastaste {money} {period}.",
    "Tus ingresos {period} fueron {money}, sobre todo de {name}.",
]
DISTANCE = [
    "Condujiste {distance} por trabajo.",
    "Tu registro muestra {distance}.",
    "Son {distance} que quizá puedas deducir.",
]
RATE = [
    "Ganas {rate} con {name}.",
    "{name} paga {rate}, antes de gasolina.",
    "A {rate} es una de las mejores plataformas.",
]
PLAIN = [
    "No sé a qué cuenta te refieres.", "Una de tus cuentas todavía no tiene saldo.", "Nadie puede prometer eso.", "Dame un segundo.", "Un momento, lo reviso.", "Cada uno de tus pagos cuenta.", "Puedes esperar hasta que sea seguro.", "Eso puede cambiar cuando llegue tu próximo pago.",
    "Tu segundo trabajo parece estable.", "Primero, escribe el saldo de tus cuentas.", "¿Te refieres a Uber o a Lyft?", "Lo vemos paso a paso, sin prisa.", "El punto es tener un colchón.", "Vas mejor que el mes pasado.", "¿Quieres que lo prepare?", "Una cosa más: tu extracto es viejo.",
    "Ese ya está pagado.", "Te cobraron otra vez.", "En cuanto lo conectes podré decirte más.", "Solo puedo hablar de tu propio dinero.", "La previsión es preliminar.", "Es una estimación, no una promesa.", "Ten cuidado con ese gasto.", "Las dos cuentas están bien.", "No encuentro ese movimiento.",
    "Pregúntame por tus facturas o tus impuestos.", "Hoy todo se ve bien.", "Es una forma de ahorrar.", "Por un lado es barato, por otro es arriesgado.", "Puedes preguntarme en cualquier momento.", "Nadie más puede ver esto.", "Te oí, pero necesito un importe.", "En un mal caso queda bajo cero.",
    "Un colchón es dinero que guardas para las malas semanas.", "Por la mañana suele haber más pedidos.", "Es un buen día para ahorrar.", "Uno de los pagos llegó tarde.",
]  # fmt: skip
TALK = [  # of the turn in turns.TOLD
    "Claro, esto es lo que encontré.", "Primero va el alquiler, luego el coche.", "Vamos paso a paso.", "Es una de las razones por las que cambió tu puntuación.",
    "Tus dos tarjetas están cerca del límite.", "Podrías probar otra plataforma por un tiempo.", "No hay una sola respuesta.", "En resumen, vas bien.", "Yo esperaría al próximo pago.",
    "Gastas sobre todo en comida y gasolina.", "Una vez que llegue ese pago, estarás a salvo.", "Quizá quieras apartar algo cada semana.", "Está un poco justo, pero debería alcanzar.",
    "Este mes se ve mejor que el anterior.", "¿Qué cuenta quieres decir?", "Vas por buen camino con tu meta.", "Todavía no veo esa cuenta.", "Al final, la decisión es tuya.",
    "En promedio ganas más los fines de semana.", "Los viernes son tus mejores días.", "Uber es tu mejor plataforma, y Lyft va segunda.", "Bajó porque una factura llegó antes.",
    "Hoy tienes 1234,56 $.", "A día de hoy tienes 1234,56 $.", "¡Sí! Tienes 1234,56 $.", "En corto: sí, puedes.", "No, eso te dejaría por debajo de tu colchón.", "Ojo: viene una factura el viernes.",
    "Tu próxima factura (alquiler) vence el 27 de noviembre.", "Son 5 trabajos a 23 dólares la hora.", "Condujiste 120,5 millas con Uber.", "Tu puntuación es 712 sobre 850.",
    "Debería durar dos semanas.", "Hay un 12,5 % de riesgo.", "Es un primer paso.", "Una parte son impuestos y otra es ahorro.", "Esta semana no vence nada.", "No tienes de qué preocuparte.",
    "Tus ingresos varían mucho de una semana a otra.", "Yo esperaría un día o dos.", "Es una buena pregunta.", "Lo vemos juntos.", "Escribe un importe y una fecha.", "En octubre ganaste 1234,56 $.",
    "Tus ingresos de octubre fueron 1234,56 $.", "Tendrás unos 8800 $ si todo va bien.", "Es mejor que el mes anterior.", "Mil gracias por esperar.", "A veces conviene esperar.",
    "Ten en cuenta que es una estimación.", "De vez en cuando revisa tus comisiones.", "Es de lo más normal.", "Se te va en comisiones.", "Tu saldo: 1234,56 $.",
]  # fmt: skip
