"""Bills, subscriptions and pay that come again: found in what happened, with when and how much next. Pure."""
