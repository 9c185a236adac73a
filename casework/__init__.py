"""Who follows up: reports become cases, cases have clocks, clocks tell people; knows no channel and no gateway."""
