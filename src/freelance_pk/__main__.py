"""`python -m freelance_pk`."""

from freelance_pk.cli.start import start

if __name__ == "__main__":
    start()
