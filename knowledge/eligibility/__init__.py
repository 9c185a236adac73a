"""Who can get what: a guide's rules judged against what a person told, three-valued."""
