"""Everything that is held of a person: found everywhere, given, put right or erased."""
