"""The law of the unduly lenient sentence scheme, as dated data and pure rules.

Nothing here knows of the web, the database or the clock: dates come in as arguments.
"""
