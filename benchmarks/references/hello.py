"""The least that a command line with help made with Typer can be: what `calc` is measured beside."""

import typer

app = typer.Typer()


@app.callback()
def main() -> None:
    """Greet people."""


@app.command()
def hello(name: str) -> None:
    """Greet NAME."""
    print(f"hello {name}")


if __name__ == "__main__":
    app()
