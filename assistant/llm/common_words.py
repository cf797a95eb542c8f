"""Words that the gate on outgoing sentences knows: how sentences begin, names that are nobody's, digits spelt out."""

_BEGINNINGS = """
a about above according account accounts after again all almost already also although always an and any anything
around as at averages back balance based because been before below best better bills both but by can cash compared
congratulations consider could currently debts despite don't during each earnings either enough even every
everything expect expected expenses exactly fees few first following for forecast from fuel future get given go
going good great growth half have having he'd heads health hello help here here's hi how however i i'm if in income
including it it'd it's its just keep last lately latest least leave less let let's like likely long looking lower
lowest many may maybe meanwhile mileage money more most mostly much my nearly new next nice no none not note nothing
now of ok okay on once one only or other our out over overall pay payments payout payouts perhaps please plus
possibly probably putting recently remember right roughly safe saving savings set shifts short should since so some
soon sorry spending still sure tax taxes thank thanks that that's the their then there there's these they they're
things this those though through to today together tomorrow tonight too total transfers trips try typically under
unfortunately unless until up usually wait was we we'll we're week well were what when where which while who why
will with within without work working would yes yesterday yet you you'd you'll you're you've your yours a al algo
ahora ahí además antes así aún aunque bien bueno cada casi claro como con cuando cuánto de del desde después donde
dos el ella en entre era es esa ese eso esta está están estas este esto estos estás faltan gana ganas ganaste gastas
gastaste gracias ha hace hacia has hasta hay hola hoy la las le les lo los luego mañana más me menos mi mientras
mucho muy nada ni no nos o para pero perdón podrás podrías por porque pronto puede puedes pues que quedan quizás
saldo se según ser si sí sin sobre solo sólo son su sus también tan tanto te tendrás tengo tiene tienes todavía todo
todos tras tu tus tú últimas último un una unas uno unos usted va vas ya y
"""
_NAMES = """
I I'm I'll GigLens OK TV SMS USD EUR GBP INR MXN CZK US UK EU Monday Tuesday Wednesday Thursday Friday Saturday
Sunday January February March April May June July August September October November December English Spanish Hindi
Telugu Christmas Easter IRS
Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
"""
_DIGITS = """
0 1 2 3 4 5 6 7 8 9 zero oh nought one two three four five six seven eight nine double triple cero uno dos tres
cuatro cinco seis siete ocho nueve शून्य एक दो तीन चार पाँच पांच छह छः छे सात आठ नौ shunya ek do teen char chaar
paanch panch chhe cheh saat aath nau సున్నా సున్న ఒకటి రెండు మూడు నాలుగు ఐదు ఆరు ఏడు ఎనిమిది తొమ్మిది
"""
BEGINNINGS, NAMES_OF_ALL, DIGIT_WORDS = (frozenset(words.split()) for words in (_BEGINNINGS, _NAMES, _DIGITS))
