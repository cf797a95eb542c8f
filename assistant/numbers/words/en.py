"""English words around numbers, as the parser hears them. What the renderer says too is read from its own tables."""

from assistant.spoken.tongue import words

NUMBERS = {
    "oh": "oh o", "point": "point dot", "and": "and", "one": "one", "article": "a an",
    "small": {2: "couple|a couple|couple of|a couple of|pair of|a pair of", 40: "fourty", 90: "ninty", 8: "eigth", 0: "nought|naught|nil", },
    "hundred": "hundred hundo", "dozen": {12: "dozen|a dozen", 20: "", 144: "gross of"},
    "scale": {1000: "thousand|thou|grand", 100_000: "lakh|lac|lakhs|lacs", 10_000_000: "crore|crores", 10**6: "million|mn|mln", 10**9: "billion|bn|bln", 10**12: "trillion|tn"},
    "fraction": {"0.5": "half|half a|half an|a half|halves|one half", "0.25": "quarter of|a quarter|quarters|one quarter|a quarter of|quarter percent|quarter million", "1/3": "thirds|a third|one third", "1/5": "fifths|a fifth|one fifth", "1/4": "fourths|one fourth", "1/10": "tenths|a tenth|one tenth", "1/6": "sixths|a sixth|one sixth", "1/8": "eighths|an eighth|one eighth", "1/100": "hundredth|hundredths"},
    "plus": {"0.5": "and a half|and one half", "0.25": "and a quarter|and one quarter", "0.75": "and three quarters"},
    "vague": "hundreds|thousands|tens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|thousandth|thousandths|millionth|hundredfold|umpteenth|half dozen|fiver|tenner|fivers|tenners|single dollar|single euro|single pound|single cent|single penny|single rupee|five figure|six figure|four figure|seven figure|three figure|figure sum|millions|billions|dozens|several hundred|several thousand|few hundred|few thousand|few dozen|tens of|scores of|umpteen|zillion|gazillion|six figures|five figures|four figures|seven figures|three figures|double digits|triple digits|single digits|two digits",
    "multiple": "twice|thrice|times as|times more|times the|times your|times higher|times what|times less|times bigger|basis points|basis point|half past|quarter past|quarter to|double|doubled|doubles|triple|tripled|triples|triplicate|quadruple|quadrupled|tenfold|twofold|threefold|fourfold|fivefold|halved|halve|halves",
}  # fmt: skip
UNITS = {
    "percent": "percent|per cent|pct|percentage point|percentage points",
    "points": "point|points|pts",
    "duration": {"day": "day|days", "week": "week|weeks|wk|wks", "month": "month|months", "year": "year|years|yr|yrs", "hour": "hour|hours|hr|hrs", "minute": "minute|minutes|min|mins", "second": "seconds|sec|secs", "fortnight": "fortnight|fortnights", "decade": "decade|decades"},
    "distance": {"mile": "mile|miles|mi", "kilometre": "kilometer|kilometers|kilometre|kilometres|km|kms"},
    "per": {
        "hour": "an hour|per hour|each hour|every hour|hourly|/ hour|/ hr|/ h|per hr", "day": "a day|per day|each day|every day|daily|/ day",
        "week": "a week|per week|each week|every week|weekly|/ week|/ wk", "month": "a month|per month|each month|every month|monthly|/ month|/ mo",
        "year": "a year|per year|each year|every year|yearly|annually|/ year|/ yr", "job": "a job|per job|each job|every job|/ job|per trip|a trip|a ride|per ride|an order|per order|a delivery|per delivery",
        "mile": "a mile|per mile|each mile|every mile|/ mile|/ mi", "kilometre": "a kilometer|per kilometer|a kilometre|per kilometre|/ km|per km|a km",
        "minute": "a minute|per minute", "second": "a second|per second",
    },
}  # fmt: skip
MONEY = {
    "dollars": "buck bucks dollar dollars", "pounds": "quid pound pounds", "rupees": "rupee rupees rs inr", "pesos": "peso pesos",
    "cents": "cent cents", "pence": "penny pence p pennies", "paise": "paisa paise", "euros": "euro euros",
}  # fmt: skip
DAYS = {
    "day": {(0,): "today|tonight", (1,): "tomorrow", (-1,): "yesterday", (2,): "day after tomorrow|the day after tomorrow", (-2,): "day before yesterday|the day before yesterday"},
    "span": {"this week": "this week", "last week": "last week|past week|the past week|previous week|the previous week", "next week": "next week|coming week|the coming week",
             "this month": "this month", "last month": "last month|past month|the past month|previous month|the previous month", "next month": "next month|coming month|the coming month",
             "this year": "this year", "last year": "last year|past year|the past year|previous year|the previous year", "next year": "next year|coming year|the coming year"},
    "month": {1: "january jan", 2: "february feb", 3: "march", 4: "april apr", 5: "may", 6: "june jun", 7: "july jul", 8: "august aug", 9: "september sept sep", 10: "october oct", 11: "november nov", 12: "december dec"},
    "weekday": {0: "monday", 1: "tuesday tues", 2: "wednesday", 3: "thursday thurs", 4: "friday", 5: "saturday", 6: "sunday"},
    "as_of": "as of|as at|since",
    "the": "the",
    "clock": "am|pm|a.m|p.m|o'clock|a . m|p . m|oclock|a.m.|p.m.|noon|midnight",
}  # fmt: skip
AROUND = {
    "about": "about|around|roughly|approximately|approx|nearly|almost|close to|or so|ish|more or less|some|~|≈|circa|just over|just under|a little over|a little under|a bit over|a bit under|estimated",
    "minus": "minus|negative",
    "deficit": "short|shortfall|overdrawn|owe|owes|owed|in the red|below zero|under zero|debt|deficit|behind|negative by|down by|spent|paid|spend|cost|costs|lost|lose|went out|out",
    "out_of": "out of",
    "link": "to|or|and|and about|through|versus|vs|from|between",
    "filler": "more|extra|additional|full|whole|straight|consecutive|working|business|calendar|or so|us|u.s|american|odd|other|further|another|big|of|net|gross|credit|health|karma|a|-|ish|solid",
    "idiom": (
        "no one|one of|half of the battle|half the battle|better half|at once|one another|one by one|one at a time|one more|which one|this one|that one|each one|the one|any one|"
        "another one|every one|one way|one thing|one day at a time|second thought|second thoughts|second look|a second|per second|a second job|"
        "second job|second opinion|split second|one step|grand total|grand scheme|zero in|first of all|at first|once again|all at once|for one|"
        "day one|one size|square one|one time|third party|third parties|this quarter|last quarter|next quarter|each quarter|every quarter|"
        "per quarter|quarter ago|quarter end|end of the quarter|the quarter|double check|double checking|double checked|two factor|two step|24/7|401 k|"
        "form 1099|1099 k|1099 nec|1099 misc|w 2|w 9|form 1040|1040 es|form 8949|schedule c|point of|at this point|at that point|at some point|to the point|the point is|"
        "point out|points out|points to|one on one|one off|one of these days|part one|step one|number one|one option|the second half|seconds|"
        "give me a second|just a second|one second|in a second|one moment|one sec|a point|good point|starting point|main point|no point|second nature|"
        "one idea|one tip|more than one|one or more|as one|into one|one place|one account|one card|wait a minute|in a minute|a minute|one minute|point in|turning point|"
        "may be|half hearted|may not|dot com|in a day or two|a day or two|a week or two|one or the other|one and only|one after another|one last|one big|one small|one quick|one good|one less|"
        "loved one|loved ones|the one thing|one less thing|no one else|only one|just one|one that|one who|one is|ones|one's|one question|one note|one caveat|one goal"
    ),
}  # fmt: skip
COUNTED = words(
    "job jobs trip trips ride rides order orders delivery deliveries payment payments bill bills payout "
    "payouts deposit transaction transactions loan loans subscription subscriptions platform star stars "
    "customer client tip bonus charge"
)
# Words of other languages' numbers that are ordinary English words
ORDINARY = words(
    "once do das sat bees tees no so teen char nau bis che tin sin real sol sole won rand som "
    "lev leu lei mark crown crowns pound pounds point as se sis con un una cent quarter may march mar sun mon "
    "fri wed sat thu tue has are rial half sou pain eta tab dam son man more ten lac dus sow arab nil kal "
    "soon ana les el a o y par media p"
)
MAY_PRECEDE_UNIT = words(
    "in of the your us many more extra every per a an any those these some few for hard earned own their our "
    "u.s american canadian mexican australian and or to with without how much no new zealand singapore hong "
    "kong indian into by my is between from as on at real actual single last first all big precious fewer "
    "less than this that spare saved"
)
