"""Makes a command of a question whose file names a verb."""

from __future__ import annotations

from typing import Any

import click

from graph.commands.options import Call, interruptible, shared
from graph.questions.library import Question
from graph.wording import say, spoken


def command_of(question: Question) -> click.Command:
    """Returns a command with the question's parameters as arguments and its flags as options."""

    @shared("lens", "output", "force", "data", "endpoint")
    def run(call: Call, **given: Any) -> None:
        landscape = call.landscape()
        with interruptible(landscape):
            parameters = {name: value for name, value in given.items() if value not in (None, "", False)}
            answer = landscape.ask(question.id, **parameters)
        call.answer(answer)

    parameters: list[click.Parameter] = []
    for parameter in question.parameters:
        if parameter.kind == "flag":
            option = "--" + parameter.name.replace("_", "-")
            parameters.append(click.Option([option, parameter.name], is_flag=True, help=_flag_help(parameter.name)))
        else:
            parameters.append(click.Argument([parameter.name], required=parameter.required))
    example = question.examples[0] if question.examples else ""
    words = _words(question, example)
    decorated: Any = run
    return click.Command(
        question.verb,
        params=[*parameters, *reversed(decorated.__click_params__)],
        callback=decorated,
        help=question.usage(spoken()),
        epilog=say("help.example", words=f"collab {question.verb} {words}".strip()),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def _words(question: Question, example: str) -> str:
    """Returns an example's `name=value` parts as words of the command line."""
    import shlex

    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    words = []
    for part in shlex.split(example):
        name, _, value = part.partition("=")
        if kinds.get(name) != "flag":
            words.append(shlex.quote(value))
        elif value == "true":
            words.append("--" + name.replace("_", "-"))
    return " ".join(words)


def _flag_help(name: str) -> str:
    return say(f"options.{name.replace('_', '-')}")
