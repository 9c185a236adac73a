"""How good search, answers and dialogues are: sets, figures, baselines, thresholds, and the editors' report."""
