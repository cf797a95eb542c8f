"""Number words of languages that the assistant does not speak: none may slip by. Those that are words of ours are not here."""

from assistant.spoken.tongue import words

FRENCH = "deux quatre cinq sept huit neuf dix onze douze treize quatorze seize vingt vingts trente quarante cinquante soixante mille demi moitie"
GERMAN = "eins zwei drei vier funf fuenf sechs sieben acht neun zehn zwolf zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig hundert tausend halb million"
PORTUGUESE = "dois duas quatro oito nove dez doze treze quatorze quinze dezesseis vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem duzentos trezentos quinhentos metade milhao"
ITALIAN = "tre quattro cinque sette otto nove dieci undici dodici venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mila mezzo meta"
OTHERS = "moja mbili tatu nne tano kumi hamsini ishirini isa dalawa tatlo lima sampu limampu satu dua tiga empat puluh seratus ribu ichi ni san roku juu hyaku odin dva tri piat desiat sto bir iki uc dort bes yirmi elli yuz pachaso pannu padhi anju noor"
EXCEPT = frozenset(
    words(
        "onze million acht sto isa ni san lima uc bes elli noor dua tri bir dva meta nove tre setenta noventa "
        "quinze halb mille seize mezzo demi tano cento mila vier sette otto"
    )
) - frozenset(words("acht mille seize tre nove onze quinze halb mezzo demi cento mila vier sette otto"))
WORDS = sorted({*FRENCH.split(), *GERMAN.split(), *PORTUGUESE.split(), *ITALIAN.split(), *OTHERS.split()} - EXCEPT)
