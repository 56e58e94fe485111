"""The administrator's pages: accounts, the catalogue to read, and the state of the jobs."""
