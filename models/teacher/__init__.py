"""A transformer that the linear models of statements learn from."""
