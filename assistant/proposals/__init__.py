"""Actions that change something: drafted by a tool, confirmed by the person, carried out once by plain code."""
