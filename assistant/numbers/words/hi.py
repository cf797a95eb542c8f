"""Hindi words around numbers, in Devanagari and as people type them in Latin letters."""

from assistant.spoken.tongue import words

NUMBERS = {
    "point": "दशमलव|पॉइंट|प्वाइंट|पोइंट|dashamlav", "one": "एक|ek",
    "small": {
        0: "जीरो|ज़ीरो|shunya|sifar|सिफर", 6: "छः|छ|छै|छे", 9: "नव", 15: "पन्द्रह", 18: "अट्ठारह", 29: "उन्तीस|उनतिस", 31: "इकत्तीस", 28: "अठाईस|अट्ठाइस|अठ्ठाईस",
        27: "सत्ताइस", 22: "बाइस", 23: "तेइस", 34: "चौतीस", 35: "पैतीस", 37: "सैंतिस", 38: "अड़तिस", 39: "उन्तालीस|उनचालीस", 41: "इकतालिस", 44: "चवालीस|चौंतालीस", 43: "तितालीस|तेतालीस",
        46: "छयालीस|छ्यालीस", 47: "सैतालीस", 49: "उन्चास|उनंचास", 51: "इक्यावान|इकावन", 53: "तिरेपन|त्रेपन", 54: "चव्वन", 58: "अठावन|अठ्ठावन", 59: "उनसठ|उन्सठ", 61: "इकसठ", 63: "तिरेसठ|त्रेसठ", 64: "चौसठ",
        65: "पैसठ", 66: "छाछठ|छयासठ", 67: "सरसठ", 68: "अरसठ", 69: "उनहत्तर|उन्हत्तर", 73: "तेहत्तर", 75: "पिचहत्तर|पचहतर", 78: "अठत्तर", 79: "उन्यासी|उन्नासी|उनआसी", 81: "इकासी", 82: "बियासी", 83: "तेरासी|तिरासी", 85: "पिचासी|पच्चासी", 88: "अठासी|अठ्ठासी",
        89: "नौआसी|नवासी", 90: "नव्वे", 91: "इक्यानबे|इकानवे|इक्यानवें", 92: "बानबे|बयानवे", 93: "तिरानबे", 94: "चौरानबे", 95: "पंचानवे|पंचानबे|पचानबे|पिचानवे", 96: "छियानबे", 97: "सत्तानबे|सतानवे", 98: "अट्ठानबे|अठानवे", 99: "निन्यानबे|निन्नानवे",
        "1.5": "डेढ|डेढ़|dedh|derh", "2.5": "ढाई|dhai|adhai|अढ़ाई",
    },
    "hundred": "सौ|sau|सो", "dozen": {12: "दर्जन|darjan"},
    "scale": {1000: "हजार|हज़ार|hazaar|hazar|hajar|hajaar", 100_000: "लाख|laakh", 10_000_000: "करोड़|करोड|karod|karor", 10**9: "अरब", 10**11: "खरब", 10**6: "मिलियन", },
    "fraction": {"0.5": "आधा|आधे|आधी|aadha|aadhe|aadhi|हाफ", "0.25": "चौथाई|एक चौथाई|पाव|paav|chauthai", "1/3": "तिहाई|एक तिहाई|tihai", "0.75": "पौना|तीन चौथाई"},
    "prefix": {"0.5": "साढ़े|साढे|saadhe|sadhe", "0.25": "सवा|sava|sawa", "-0.25": "पौने|paune"},
    "ordinal": {2: "दूसरी तारीख", 3: "तीसरा|तीसरी|तीसरे|teesra|teesri", 4: "चौथा|चौथी|चौथे|chautha", 5: "पाँचवां|पांचवां|पाँचवा|पांचवीं|पाँचवें|पांचवें", 6: "छठा|छठी|छठे", 7: "सातवां|सातवीं|सातवें", 8: "आठवां|आठवीं|आठवें", 9: "नौवां|नौवीं|नौवें", 10: "दसवां|दसवीं|दसवें"},
    "vague": "सैकड़ों|सैकडों|हजारों|हज़ारों|लाखों|करोड़ों|दर्जनों|दसियों|सैकड़ा|सैकड़े|hazaaron|hazaron|laakhon|lakhon",
    "multiple": "दोगुना|दुगुना|दोगुनी|दुगनी|दुगना|दोगुने|तिगुना|तीन गुना|चौगुना|गुना|dugna|doguna|guna|डबल|ट्रिपल",
}  # fmt: skip
ROMAN = words(
    "shunya ek do teen char paanch chhah saat aath nau das gyarah barah terah chaudah pandrah solah satrah "
    "atharah unnees bees ikkees baees teis chaubees pachchees chhabbees sattaees atthaees untees tees iktees "
    "battees taintees chauntees paintees chhattees saintees adtees untaalees chaalees iktaalees bayaalees "
    "taintaalees chauvaalees paintaalees chhiyaalees saintaalees adtaalees unchaas pachaas ikyaavan baavan "
    "tirpan chauvan pachpan chhappan sattaavan atthaavan unsath saath iksath baasath tirsath chaunsath "
    "painsath chhiyaasath sadsath adsath unhattar sattar ikhattar bahattar tihattar chauhattar pachhattar "
    "chhihattar satahattar athahattar unaasi assi ikyaasi bayaasi tiraasi chauraasi pachaasi chhiyaasi "
    "sattaasi atthaasi navaasi nabbe ikyaanave baanave tiraanave chauraanave pachaanave chhiyaanave "
    "sattaanave atthaanave ninyaanave"
)
ROMAN_TOO = {
    4: "chaar",
    5: "panch paach",
    6: "chhe chhah chah cheh",
    7: "sat",
    8: "ath",
    10: "dus dass",
    20: "bis",
    25: "pachees pacchis pachis",
    30: "tis",
    40: "chalis chaalis",
    50: "pachas",
    60: "saath sath",
    90: "navve nabbe",
}
UNITS = {
    "percent": "प्रतिशत|फीसदी|फ़ीसदी|फीसद|परसेंट|पर्सेंट|pratishat|feesadi|fisdi|प्रतिशत अंक",
    "points": "अंक|अंकों|पॉइंट|पॉइंट्स|प्वाइंट|ank",
    "duration": {"day": "दिन|दिनों|din|dino|dinon", "week": "हफ्ता|हफ़्ता|हफ्ते|हफ़्ते|हफ्तों|सप्ताह|सप्ताहों|hafta|hafte|hafton", "month": "महीना|महीने|महीनों|माह|mahina|mahine|mahinon|mahino", "year": "साल|सालों|वर्ष|वर्षों|saal|saalon|बरस", "hour": "घंटा|घंटे|घंटों|घण्टा|घण्टे|ghanta|ghante|ghanton", "minute": "मिनट|मिनटों", "second": "सेकंड"},
    "distance": {"mile": "मील|मीलों|माइल", "kilometre": "किलोमीटर|किमी|किमि|कि.मी|kilomitar"},
    "per": {
        "hour": "प्रति घंटा|प्रति घंटे|हर घंटे|एक घंटे में|prati ghanta|har ghante|घंटे के", "day": "प्रति दिन|प्रतिदिन|हर दिन|रोज|रोज़|रोज़ाना|रोजाना|har din|roz", "week": "प्रति हफ्ता|प्रति सप्ताह|हर हफ्ते|हर सप्ताह|har hafte",
        "month": "प्रति महीना|प्रति माह|हर महीने|हर माह|मासिक|har mahine|प्रतिमाह", "year": "प्रति साल|प्रति वर्ष|हर साल|सालाना|har saal", "job": "प्रति काम|हर काम|प्रति ट्रिप|हर ट्रिप|प्रति राइड|प्रति ऑर्डर|हर ऑर्डर|प्रति डिलीवरी",
        "mile": "प्रति मील|हर मील", "kilometre": "प्रति किलोमीटर|हर किलोमीटर|प्रति किमी",
    },
}  # fmt: skip
MONEY = {
    "dollars": "डॉलर|डालर|डॉलरों", "pounds": "पाउंड|पाउण्ड|पौंड", "rupees": "रुपया|रुपये|रुपए|रुपयों|रूपये|रूपए|रूपया|रु|rupaye|rupay|rupiya|rupaya|rupye|rupaiya|rupees", "pesos": "पेसो|पीसो",
    "cents": "सेंट|सेण्ट", "pence": "पेनी|पेंस", "paise": "पैसा|पैसे|पैसों", "euros": "यूरो",
}  # fmt: skip
DAYS = {
    "day": {(0,): "आज|aaj", (1, -1): "कल|kal", (1,): "आने वाले कल|आनेवाले कल", (-1,): "बीते कल|बीता कल", (2, -2): "परसों|parso|parson"},
    "span": {"this week": "इस हफ्ते|इस सप्ताह|is hafte", "last week": "पिछले हफ्ते|पिछले सप्ताह|बीते हफ्ते|pichhle hafte|pichle hafte", "next week": "अगले हफ्ते|अगले सप्ताह|agle hafte",
             "this month": "इस महीने|इस माह|is mahine", "last month": "पिछले महीने|पिछले माह|बीते महीने|pichhle mahine|pichle mahine", "next month": "अगले महीने|अगले माह|agle mahine",
             "this year": "इस साल|इस वर्ष|is saal", "last year": "पिछले साल|पिछले वर्ष|बीते साल|pichhle saal|pichle saal", "next year": "अगले साल|अगले वर्ष|agle saal"},
    "month": {1: "जनवरी", 2: "फरवरी फ़रवरी", 3: "मार्च", 4: "अप्रैल", 5: "मई", 6: "जून", 7: "जुलाई", 8: "अगस्त", 9: "सितंबर सितम्बर", 10: "अक्टूबर अक्तूबर", 11: "नवंबर नवम्बर", 12: "दिसंबर दिसम्बर"},
    "weekday": {0: "सोमवार", 1: "मंगलवार", 2: "बुधवार", 3: "गुरुवार बृहस्पतिवार वीरवार", 4: "शुक्रवार", 5: "शनिवार", 6: "रविवार इतवार"},
    "as_of": "तक के हिसाब|तक के अनुसार|के अनुसार|तक की जानकारी|के हिसाब|तक",
    "the": "तारीख",
    "clock": "बजे|baje",
}  # fmt: skip
AROUND = {
    "about": "लगभग|करीब|क़रीब|तकरीबन|करीब करीब|के आसपास|के करीब|lagbhag|kareeb|karib|कोई",
    "minus": "माइनस|ऋण|ऋणात्मक|नेगेटिव|minus|नकारात्मक",
    "deficit": "कम|कमी|घाटा|घाटे|कर्ज|क़र्ज़|उधार|बकाया|शून्य से नीचे|जीरो से नीचे|खर्च|ख़र्च|चुकाए|दिए|देना|गए|लगे",
    "out_of": "में से",
    "link": "से|और|या|तक|बनाम|के मुकाबले|aur|ya|se|और लगभग",
    "filler": "और|अतिरिक्त|पूरे|कामकाजी|लगातार|ज्यादा|ज़्यादा|अमेरिकी|यूएस|के|की|का|नेट|करीब|भारतीय",
    "idiom": (
        "दो तीन बातें|दो बातें|तीन बातें|दो चार बातें|दो शब्द|एक मिनट|एक पल|एक क्षण|एक सेकंड|शून्य से नीचे|शून्य से ऊपर|शून्य के नीचे|जीरो से नीचे|एक बार|एक साथ|एक दूसरे|एक और|एक ही|हर एक|कोई एक|एक भी|एक तरफ|एक जैसा|एक जैसे|एक नजर|एक छोटा|एक अच्छा|एक बड़ा|एक आम|एक सामान्य|"
        "चार चांद|दोनों|सौ बात की|ek baar|ek saath|ek aur|bata do|de do|kar do|dikha do|suna do|bhej do|bol do|laga do|jod do|हो सके|बता दो|कर दो|दे दो|आधार|उस पार|आज कल|आजकल|पैसे कम|पैसे का|पैसे की|पैसे के|पैसे से|पैसे में|पैसे हैं"
    ),
}  # fmt: skip
COUNTED: list[str] = []
ORDINARY = words(
    "a o y to so no on in me pm am do point dot हो सो कम नव पाव एक sab one may son mil dos on once more or and an the p"
)
MAY_PRECEDE_UNIT = words(
    "अपना अपनी कितने कितना के का की में से को पर और या कुछ कई अपने आपके आपका इन उन ये वे अमेरिकी यूएस भारतीय कनाडाई "
    "मेक्सिकन ऑस्ट्रेलियाई सिंगापुर पाकिस्तानी नेपाली पूरे ज्यादा अधिक कम थोड़े बहुत सारे हर प्रति ही भी है "
    "हैं चेक यूएई बाकी इतने उतने जितने वाले"
)
