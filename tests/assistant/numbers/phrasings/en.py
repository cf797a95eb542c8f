"""English phrasings."""

MONEY = [
    "You have {money} in your accounts right now.", "Right now there is {money} across your accounts.", "You can safely spend {money} without touching your buffer.",
    "You earned {money} from {name}.", "Your biggest bill is {money}, so keep that one in mind.", "That leaves you with {money}.", "Your balance should reach {money} by {date}.",
    "{name} paid you {money}, which is one of your best weeks.", "No one of these is urgent: the total is {money}.", "It costs {money}, and at once that may sound like a lot.",
    "I'd set aside {money} for taxes.", "After rent, you may have {money} left.", "You'd still have {money} to spare if you bought it.", "{money} is what came in; the second thing to look at is fees.",
    "Good news: {money} came in from {name}.", "Your lowest point is {money} on {date}.", "With {money} you are above your buffer.", "Most of it, {money}, went to fuel.",
    "So far that adds up to {money}, more than any other platform.", "Try to keep at least {money} in the account.",
]  # fmt: skip
PERCENT = [
    "There is a {percent} chance that you fall below your buffer.", "Fuel takes {percent} of your income.", "Your income is up {percent} from before.", "The risk is low, at {percent}.",
    "{name} keeps {percent} in fees, one of the higher rates.", "About one thing I am sure: {percent} went to bills.",
]  # fmt: skip
DAYS = [
    "Your money should last {days}.",
    "You have {days} until you need to worry.",
    "Even in a bad case you are safe for {days}.",
    "That's {days} of cover, so no one day decides it.",
    "You worked for {days} without a break.",
]
COUNT = [
    "You finished {count} jobs.",
    "You did {count} deliveries, and may do more.",
    "There are {count} bills due.",
    "{count} of your payments came late.",
    "I found {count} transactions that match.",
    "You have {count} open recommendations.",
]
SCORE = [
    "Your credit score is {score}.",
    "Your health score is {score}, which is good for one of your first months.",
    "You're at {score} right now.",
    "That puts your score at {score} points.",
]
DATE = [
    "Your rent is due {date}.",
    "The next payout should arrive by {date}.",
    "Your lowest day is {date}.",
    "Nothing else comes before {date}.",
    "Taxes are due {date}, so set some money aside.",
    "It is safe from {date} on.",
]
PERIOD = [
    "{period} you earned {money}.",
    "You spent {money} {period}.",
    "Income {period} was {money}, mostly from {name}.",
]
DISTANCE = [
    "You drove {distance} for work.",
    "Your log shows {distance}.",
    "That's {distance} you may be able to deduct.",
]
RATE = [
    "You make {rate} on {name}.",
    "{name} pays {rate}, before gas.",
    "At {rate} it is one of the better platforms.",
    "After fees that's {rate}.",
]
PLAIN = [
    "I'm not sure which account you mean.", "One of your accounts has no balance yet.", "No one can promise that.", "Give me a second.", "Let me check that for you.", "At once you may see it in the app.",
    "You may want to wait until it is safe.", "That may change once your next payout arrives.", "Your second job looks steady.", "First, enter the balance of your accounts.", "Do you mean Uber or Lyft?",
    "I can march through it with you step by step.", "Each one counts, so keep going.", "The point is to keep a buffer.", "It depends on your quarter end.", "You are doing better than last month.", "Would you like me to set that up?",
    "One more thing: your statement is old.", "That one is already paid.", "Someone charged you once again.", "Once you connect it, I can tell you more.", "I can only talk about your own money.", "The forecast is preliminary, so take it with care.",
    "This is an estimate, not a promise.", "Enter your balance and I can tell you the rest.", "Your 1099-K comes from the platform.", "Both accounts look fine.", "I cannot find that transaction.", "Try asking about your bills or your taxes.", "Everything looks fine today.",
    "It's one way to save.", "On the one hand it is cheap, on the other it is risky.", "A dollar saved is a dollar earned.", "You can ask me at any point.", "Nobody else can see this.", "I heard you, but I need an amount.", "That goes below zero in a bad case.",
    "A buffer is money that you keep for bad weeks.", "The score looks at spending, saving, borrowing and planning.", "Most platforms pay weekly.",
]  # fmt: skip
TALK = [  # of the turn in turns.TOLD
    "Sure, here's what I found.", "Your rent comes first, then the car.", "Let's take it one step at a time.", "That's one of the reasons your score moved.",
    "Both of your cards are close to the limit.", "A second look at your fees could help.", "You could try a different platform for a while.", "There's no single answer to that.",
    "In a nutshell, you're doing fine.", "I'd wait until the next payout arrives.", "Your spending is mostly groceries and gas.", "Once that payment lands, you'll be safe.",
    "You might want to set something aside every week.", "It's a bit tight, but it should work.", "This month looks a little better than the last one.", "May I ask which account you mean?",
    "You're on track for your goal.", "I can't see that account yet.", "Half of the battle is knowing where it goes.", "At the end of the day, it's your call.", "On average you earn more on weekends.",
    "Fridays are your best days.", "You tend to earn the most on Saturday nights.", "Uber is your top platform, Lyft comes second.", "It dropped because a bill came early.",
    "As of today you have $1,234.56.", "Today you have $1,234.56 to work with.", "Right now, you've got $1,234.56 — that's after the bill.", "Yes! You have $1,234.56.", "Short answer: yes, you can.",
    "No, that would push you below your buffer.", "Heads up: a bill is coming on Friday.", "Your next bill (rent) is due on November 27.", "That's 5 jobs at $23 an hour.",
    "You've driven 120.5 miles with Uber.", "Your credit score is 712, up from before.", "Your score is 712 out of 850.", "It should last two weeks, or 14 days.",
    "There is a 12.5% chance of a shortfall.", "There's a one-time fee on that.", "Think of it as a first step.", "Some of it is tax, some of it is savings.", "Zero in on the big costs first.",
    "You went from strength to strength.", "I don't know that one.", "Whichever one you choose, keep a buffer.", "Another one came in this morning.", "Nothing is due this week.",
    "You have nothing to worry about.", "Your income varies a lot from week to week.", "It's up to you, but I would wait a day or two.", "That's a good question.", "My point is that fees eat into it.",
    "You've got this!", "We can look at it together.", "It's worth a minute of your time.", "Give it a month or so.", "Please enter an amount and a date.", "You may march to your own beat.",
    "I looked at the period you asked about.", "I was able to find it in your October statement.", "In October, you earned $1,234.56.", "Your October income was $1,234.56.",
    "For the month of October that's $1,234.56.", "Your W-2 and your 1099-NEC go in the same folder.", "Keep receipts for your Schedule C.", "Self-employment tax is part of it.",
    "That's why the forecast has a range.", "If all goes well you'll have about $8,800.", "I expect roughly $8,765 by then.", "Your balance: $1,234.56.", "- Balance: $1,234.56\n- Jobs: 5",
    "**$1,234.56** is in your account.", "It's $1,234.56, i.e. enough for rent.", "“$1,234.56” is what the app shows.",
]  # fmt: skip
