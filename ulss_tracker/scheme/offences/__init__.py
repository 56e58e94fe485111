"""The catalogue of offences, and whether a conviction is in the scheme."""
