"""The search box: `finding` answers it, by `looks` at the rows that `index` keeps, in `words`."""
