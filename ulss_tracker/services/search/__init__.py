"""The search box: `query` answers it, through `backends`, from the rows that `index` keeps."""
