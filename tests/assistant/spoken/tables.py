"""Numbers in words, written by hand: what the renderer is held to."""

ENGLISH = {
    0: "zero", 1: "one", 8: "eight", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 18: "eighteen",
    20: "twenty", 21: "twenty-one", 40: "forty", 44: "forty-four", 50: "fifty", 80: "eighty", 90: "ninety", 99: "ninety-nine",
    100: "one hundred", 101: "one hundred one", 110: "one hundred ten", 199: "one hundred ninety-nine", 812: "eight hundred twelve",
    1000: "one thousand", 1001: "one thousand one", 1100: "one thousand one hundred", 12_000: "twelve thousand",
    100_000: "one hundred thousand", 123_456: "one hundred twenty-three thousand four hundred fifty-six",
    1_000_000: "one million", 1_000_001: "one million one", 2_500_000: "two million five hundred thousand",
    10**9: "one billion", 10**12: "one trillion", 10**9 + 1000: "one billion one thousand",
}  # fmt: skip
ENGLISH_LAKHS = {
    99_999: "ninety-nine thousand nine hundred ninety-nine", 100_000: "one lakh", 123_456: "one lakh twenty-three thousand four hundred fifty-six",
    1_000_000: "ten lakh", 10_000_000: "one crore", 12_345_678: "one crore twenty-three lakh forty-five thousand six hundred seventy-eight",
    10**9: "one hundred crore", 10**12: "one lakh crore",
}  # fmt: skip
SPANISH = {
    0: "cero", 1: "uno", 2: "dos", 10: "diez", 15: "quince", 16: "dieciséis", 17: "diecisiete", 20: "veinte", 21: "veintiuno", 22: "veintidós",
    23: "veintitrés", 26: "veintiséis", 29: "veintinueve", 30: "treinta", 31: "treinta y uno", 55: "cincuenta y cinco", 99: "noventa y nueve",
    100: "cien", 101: "ciento uno", 115: "ciento quince", 200: "doscientos", 300: "trescientos", 400: "cuatrocientos", 500: "quinientos",
    600: "seiscientos", 700: "setecientos", 800: "ochocientos", 900: "novecientos", 1000: "mil", 1001: "mil uno", 1100: "mil cien",
    1999: "mil novecientos noventa y nueve", 2000: "dos mil", 2026: "dos mil veintiséis", 21_000: "veintiún mil", 31_001: "treinta y un mil uno",
    100_000: "cien mil", 101_000: "ciento un mil", 500_000: "quinientos mil", 1_000_000: "un millón", 1_000_001: "un millón uno",
    2_000_000: "dos millones", 21_000_000: "veintiún millones", 100_000_000: "cien millones", 10**9: "mil millones",
    2_500_000_000: "dos mil quinientos millones", 10**12: "un billón", 2 * 10**12 + 1: "dos billones uno",
}  # fmt: skip
SPANISH_POUNDS = {  # feminine
    1: "una libra", 2: "dos libras", 21: "veintiuna libras", 31: "treinta y una libras", 100: "cien libras", 101: "ciento una libras",
    200: "doscientas libras", 501: "quinientas una libras", 1000: "mil libras", 200_000: "doscientas mil libras",
    1_000_000: "un millón de libras", 1_000_200: "un millón doscientas libras", 3 * 10**6: "tres millones de libras",
}  # fmt: skip
SPANISH_DOLLARS = {  # masculine
    1: "un dólar", 21: "veintiún dólares", 31: "treinta y un dólares", 101: "ciento un dólares", 200: "doscientos dólares",
    1001: "mil un dólares", 1_000_000: "un millón de dólares", 1_000_001: "un millón un dólares", 10**9: "mil millones de dólares",
}  # fmt: skip
HINDI = {
    0: "शून्य", 1: "एक", 2: "दो", 3: "तीन", 4: "चार", 5: "पाँच", 6: "छह", 7: "सात", 8: "आठ", 9: "नौ",
    10: "दस", 11: "ग्यारह", 12: "बारह", 13: "तेरह", 14: "चौदह", 15: "पंद्रह", 16: "सोलह", 17: "सत्रह", 18: "अठारह", 19: "उन्नीस",
    20: "बीस", 21: "इक्कीस", 22: "बाईस", 23: "तेईस", 24: "चौबीस", 25: "पच्चीस", 26: "छब्बीस", 27: "सत्ताईस", 28: "अट्ठाईस", 29: "उनतीस",
    30: "तीस", 31: "इकतीस", 32: "बत्तीस", 33: "तैंतीस", 34: "चौंतीस", 35: "पैंतीस", 36: "छत्तीस", 37: "सैंतीस", 38: "अड़तीस", 39: "उनतालीस",
    40: "चालीस", 41: "इकतालीस", 42: "बयालीस", 43: "तैंतालीस", 44: "चौवालीस", 45: "पैंतालीस", 46: "छियालीस", 47: "सैंतालीस", 48: "अड़तालीस", 49: "उनचास",
    50: "पचास", 51: "इक्यावन", 52: "बावन", 53: "तिरपन", 54: "चौवन", 55: "पचपन", 56: "छप्पन", 57: "सत्तावन", 58: "अट्ठावन", 59: "उनसठ",
    60: "साठ", 61: "इकसठ", 62: "बासठ", 63: "तिरसठ", 64: "चौंसठ", 65: "पैंसठ", 66: "छियासठ", 67: "सड़सठ", 68: "अड़सठ", 69: "उनहत्तर",
    70: "सत्तर", 71: "इकहत्तर", 72: "बहत्तर", 73: "तिहत्तर", 74: "चौहत्तर", 75: "पचहत्तर", 76: "छिहत्तर", 77: "सतहत्तर", 78: "अठहत्तर", 79: "उनासी",
    80: "अस्सी", 81: "इक्यासी", 82: "बयासी", 83: "तिरासी", 84: "चौरासी", 85: "पचासी", 86: "छियासी", 87: "सत्तासी", 88: "अट्ठासी", 89: "नवासी",
    90: "नब्बे", 91: "इक्यानवे", 92: "बानवे", 93: "तिरानवे", 94: "चौरानवे", 95: "पचानवे", 96: "छियानवे", 97: "सत्तानवे", 98: "अट्ठानवे", 99: "निन्यानवे",
    100: "एक सौ", 101: "एक सौ एक", 712: "सात सौ बारह", 1000: "एक हज़ार", 2026: "दो हज़ार छब्बीस", 99_999: "निन्यानवे हज़ार नौ सौ निन्यानवे",
    100_000: "एक लाख", 123_456: "एक लाख तेईस हज़ार चार सौ छप्पन", 1_000_000: "दस लाख", 10_000_000: "एक करोड़",
    12_345_678: "एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर", 10**9: "एक सौ करोड़", 10**12: "एक लाख करोड़",
}  # fmt: skip
TELUGU = {
    0: "సున్నా", 1: "ఒకటి", 2: "రెండు", 3: "మూడు", 4: "నాలుగు", 5: "ఐదు", 6: "ఆరు", 7: "ఏడు", 8: "ఎనిమిది", 9: "తొమ్మిది", 10: "పది",
    11: "పదకొండు", 12: "పన్నెండు", 13: "పదమూడు", 14: "పద్నాలుగు", 15: "పదిహేను", 16: "పదహారు", 17: "పదిహేడు", 18: "పద్దెనిమిది", 19: "పంతొమ్మిది",
    20: "ఇరవై", 21: "ఇరవై ఒకటి", 30: "ముప్పై", 34: "ముప్పై నాలుగు", 40: "నలభై", 50: "యాభై", 56: "యాభై ఆరు", 60: "అరవై", 70: "డెబ్బై", 80: "ఎనభై",
    90: "తొంభై", 99: "తొంభై తొమ్మిది", 100: "వంద", 101: "నూట ఒకటి", 150: "నూట యాభై", 200: "రెండు వందలు", 201: "రెండు వందల ఒకటి", 712: "ఏడు వందల పన్నెండు",
    1000: "వెయ్యి", 1001: "వెయ్యి ఒకటి", 1100: "వెయ్యి వంద", 2000: "రెండు వేలు", 2026: "రెండు వేల ఇరవై ఆరు", 21_000: "ఇరవై ఒక్క వేలు", 100_000: "ఒక లక్ష",
    123_456: "ఒక లక్ష ఇరవై మూడు వేల నాలుగు వందల యాభై ఆరు", 200_000: "రెండు లక్షలు", 1_000_000: "పది లక్షలు", 10_000_000: "ఒక కోటి", 50_000_000: "ఐదు కోట్లు",
}  # fmt: skip
TELUGU_RUPEES = {  # the oblique form before the noun
    1: "ఒక రూపాయి", 2: "రెండు రూపాయలు", 21: "ఇరవై ఒక్క రూపాయలు", 100: "వంద రూపాయలు", 200: "రెండు వందల రూపాయలు", 1000: "వెయ్యి రూపాయలు",
    5000: "ఐదు వేల రూపాయలు", 100_000: "ఒక లక్ష రూపాయలు", 300_000: "మూడు లక్షల రూపాయలు", 20_000_000: "రెండు కోట్ల రూపాయలు",
}  # fmt: skip
