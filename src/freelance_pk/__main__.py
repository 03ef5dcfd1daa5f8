"""`python -m freelance_pk`."""

from freelance_pk.cli.main import start

if __name__ == "__main__":
    start()
