"""Stand-ins for the processes of the gate."""
