"""The group of all verbs: each loaded when it is called, listed by what an analyst wants to do."""

from __future__ import annotations

from importlib import import_module

import click

from graph.wording import say, spoken

SECTIONS: dict[str, tuple[str, ...]] = {
    "ask": ("governs", "partners", "members", "gaps", "conflicts", "overdue", "counts"),
    "look": ("ask", "query", "show", "find", "cite", "reconcile", "diff", "changes"),
    "see": ("draw", "overview", "export"),
    "judge": ("what-if", "measure"),
    "curate": ("check", "source", "anchor", "suggest", "import"),
    "run": ("serve", "mcp", "publish", "build", "verify", "doctor", "completion", "version"),
}
MODULES = (*SECTIONS["look"], *SECTIONS["see"], *SECTIONS["judge"], *SECTIONS["curate"], *SECTIONS["run"])
# A verb whose name Python keeps for itself lives in a module, and is a function, of another name.
HOMES = {"import": "importing", "what-if": "what_if"}


class Verbs(click.Group):
    """Finds a verb's module, or else the question of that name."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Returns the names of all verbs: those with a module and those that are questions."""
        from graph import files
        from graph.questions.library import library

        verbs = [question.verb for question in library(files.shipped("ontology")).values() if question.verb]
        return [*MODULES, *verbs]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Returns the command of that name, or None."""
        if name in MODULES:
            home = HOMES.get(name, name)
            command = getattr(import_module(f"graph.commands.{home}"), home)
            assert isinstance(command, click.Command)
            return command
        from graph import files
        from graph.questions.library import find_question

        question = find_question(files.shipped("ontology"), name)
        if question is None or not question.verb:
            return None
        from graph.commands.verb import command_of

        return command_of(question)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that the words name; a usage error with the nearest verb if there is none."""
        try:
            return super().resolve_command(context, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(context), 3, 0.5)
            key = "errors.unknown-verb-near" if near else "errors.unknown-verb"
            raise click.UsageError(say(key, name=args[0], near=", ".join(near)), context) from None

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the verbs in sections; what each does is worded already, so none is loaded to be listed."""
        from graph import files
        from graph.questions.library import library

        questions = [one for one in library(files.shipped("ontology")).values() if one.verb]
        texts = {name: say(f"help.{name}") for name in MODULES}
        texts |= {one.verb: one.usage(spoken()) for one in questions}
        listed = {name for names in SECTIONS.values() for name in names}
        for section, names in SECTIONS.items():
            extra = [name for name in texts if section == "ask" and name not in listed]
            rows = [(name, click.Command(name, help=texts[name]).get_short_help_str(90)) for name in [*names, *extra]]
            with formatter.section(say(f"help.section-{section}")):
                formatter.write_dl(rows)


@click.group(
    cls=Verbs,
    help=say("help.collab"),
    epilog=say("help.collab-example"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def collab() -> None:
    """Holds the verbs."""
