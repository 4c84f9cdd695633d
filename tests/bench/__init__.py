"""Times the check beside its floor and its peers: `make bench`."""
