"""Services of banks and offices that are asked over the network."""
