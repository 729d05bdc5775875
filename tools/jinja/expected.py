"""Writes tests/fixtures/prompts.json: conversations and the prompts that Jinja2 makes of them.

Jinja2 is set up as Hugging Face's transformers does it. Usage: python tools/jinja/expected.py
"""

import json
from pathlib import Path

from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def template():
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
    )
    environment.filters["tojson"] = tojson
    return environment.from_string((FIXTURES / "chat_template.jinja").read_text("utf-8"))


def system(content):
    return {"role": "system", "content": content}


def user(content):
    return {"role": "user", "content": content}


def assistant(content, *calls, **more):
    message = {"role": "assistant", "content": content, **more}
    return {**message, "tool_calls": list(calls)} if calls else message


def tool(content):
    return {"role": "tool", "content": content}


def call(name, arguments):
    return {"name": name, "arguments": arguments}


def wrapped(name, arguments):
    return {"type": "function", "function": call(name, arguments)}


def spec(name, description, **properties):
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {
                "type": "object",
                "properties": properties,
                "required": list(properties)[:1],
            },
        },
    }


SEARCH = spec(
    "google_search",
    "Tool to perform web searches via Serper API.",
    q={"type": "string", "description": "Search query string"},
    num={"type": "integer", "minimum": 1, "default": 10},
)
SCRAPE = spec("scrape", "Reads a page: \"text\"\nand <b>markup</b>", url={"type": "string"})
ODD = spec(
    "ödd_tool",
    "Größe — 数字 😀 \u2028 \u007f \t \\ / ' \"",
    factor={"type": "number", "default": 0.1, "maximum": 1e-05, "minimum": -2.5e-07},
    flags={"type": "array", "items": {"enum": [True, False, None, 0, -1, 12345678901]}},
    empty={},
)
TOOLS = [SEARCH, SCRAPE]
S = "You are a research assistant."
Q = "What is the capital of Peru?"
CALL = call("google_search", {"q": "capital of Peru"})
RESULT = "Found 1\n[1] Peru\nThe capital is Lima. [1]"


def conversations():
    """(name, messages, tools)"""
    yield "user only", [user(Q)], None
    yield "system and user", [system(S), user(Q)], None
    yield "tools, no system", [user(Q)], TOOLS
    yield "tools and system", [system(S), user(Q)], TOOLS
    yield "empty tool list", [system(S), user(Q)], []
    yield "one tool", [system(S), user(Q)], [SEARCH]
    yield "odd tool schema", [system(S), user(Q)], [ODD, SEARCH]
    yield "empty system", [system(""), user(Q)], TOOLS
    yield "system without tools ends in blank lines", [system("A\n\n"), user(" b \n")], None
    yield "second system message", [system(S), user(Q), system("Be brief."), user("Now?")], None
    yield "call", [system(S), user(Q), assistant("", CALL), tool(RESULT)], TOOLS
    yield "call, content null", [system(S), user(Q), assistant(None, CALL), tool(RESULT)], TOOLS
    yield "call after text", [user(Q), assistant("Searching.", CALL), tool(RESULT)], TOOLS
    yield "call after text with line ends", [
        user(Q),
        assistant("\n\nSearching.\n", CALL),
        tool(RESULT),
    ], TOOLS
    yield "two calls in one message", [
        user(Q),
        assistant("", CALL, wrapped("scrape", {"url": "https://a.example/x?y=1&z=2"})),
        tool(RESULT),
        tool("Page"),
    ], TOOLS
    yield "two calls after text", [user(Q), assistant("Both.", CALL, CALL), tool("a"), tool("b")], TOOLS
    yield "two steps", [
        system(S),
        user(Q),
        assistant("", CALL),
        tool(RESULT),
        assistant("", call("scrape", {"url": "https://a.example/"})),
        tool("Page"),
    ], TOOLS
    yield "answered", [user(Q), assistant("", CALL), tool(RESULT), assistant("Lima [1].")], TOOLS
    yield "follow-up", [
        system(S),
        user(Q),
        assistant("", CALL),
        tool(RESULT),
        assistant("Lima [1]."),
        user("And of Chile?"),
    ], TOOLS
    yield "follow-up with a step", [
        user(Q),
        assistant("Lima."),
        user("And of Chile?"),
        assistant("", call("google_search", {"q": "Chile"})),
        tool("Santiago"),
    ], TOOLS
    yield "string arguments", [user(Q), assistant("", call("google_search", '{"q":"Peru",  "num":1}'))], TOOLS
    yield "string arguments, wrapped", [user(Q), assistant("", wrapped("google_search", '{"q": "é"}'))], TOOLS
    yield "nested arguments", [
        user(Q),
        assistant("", call("f", {"a": {"b": [1, [2, {"c": []}], {}]}, "d": {"e": {"f": None}}})),
        tool("ok"),
    ], None
    yield "numbers", [
        user(Q),
        assistant(
            "",
            call(
                "f",
                {
                    "i": [0, -1, 42, 9007199254740991, -9007199254740991],
                    "f": [0.5, -0.25, 3.14159, 1e-04, 0.00012, 1e-05, 1.5e-06, 1e-07, -2.25e-10],
                    "g": [123456.789, 1e21, 1.5e300, 5e-324, 0.1, 0.30000000000000004, 1e-100],
                    "b": [True, False, None],
                },
            ),
        ),
        tool("ok"),
    ], None
    yield "quotes and line ends in arguments", [
        user(Q),
        assistant("", call("f", {"q": 'say "hi"\n\tthen \\ go\r\u0000\u001f\b\f/', 'k"ey\n': "v"})),
        tool("ok"),
    ], None
    yield "unicode", [
        system("Réponds en français."),
        user("東京の人口は？ 🗼 \u200b e\u0301"),
        assistant("", call("google_search", {"q": "東京 人口 🗼 \u2028\u2029 \u00a0 \u007f", "ключ": "ё"})),
        tool("人口 — 13,960,000人\u3000。"),
    ], TOOLS
    yield "empty arguments", [user(Q), assistant("", call("now", {})), tool("12:00")], None
    yield "thinking in content, last", [user(Q), assistant("<think>\nHm.\n\nSo.\n</think>\n\nLima.")], None
    yield "thinking in content, before a question", [
        user(Q),
        assistant("<think>\nHm.\n</think>\n\nLima."),
        user("Sure?"),
    ], None
    yield "thinking in content, before a result", [
        user(Q),
        assistant("<think>\nI search. \n</think>\n\n", CALL),
        tool(RESULT),
        assistant("<think>\n\n</think>\n\nLima."),
    ], TOOLS
    yield "thinking of spaces alone", [user(Q), assistant("<think>\n  \n</think>\n\n  Lima.  ")], None
    yield "thinking with spaces at the ends", [
        user(Q),
        assistant("<think>\n\n \t a b \t \n\n</think>\n\n \n Lima. \n"),
    ], None
    yield "thinking twice", [user(Q), assistant("x<think>a</think>b<think>c</think>d")], None
    yield "thinking never opened", [user(Q), assistant("thought</think>said"), tool("x"), assistant("y")], None
    yield "reasoning_content, last", [user(Q), assistant("Lima.", reasoning_content="\n I know. \n")], None
    yield "reasoning_content, before a result", [
        user(Q),
        assistant(None, CALL, reasoning_content="I search."),
        tool(RESULT),
    ], TOOLS
    yield "reasoning_content, before a question", [
        user(Q),
        assistant("Lima.", reasoning_content="I know."),
        user("Sure?"),
    ], None
    yield "empty reasoning_content", [
        user(Q),
        assistant("\n \nA", CALL, reasoning_content=""),
        tool(RESULT),
        assistant("\n \nB", reasoning_content=""),
    ], TOOLS
    yield "reasoning_content null", [
        user(Q),
        assistant("<think>a</think>B", reasoning_content=None),
    ], None
    yield "user message like a tool response", [
        user(Q),
        assistant("", CALL),
        user("<tool_response>\nLima\n</tool_response>"),
        assistant("<think>Good.</think>Lima."),
    ], TOOLS
    yield "user message half like a tool response", [
        user(Q),
        assistant("<think>a</think>b"),
        user("<tool_response>\nLima"),
        assistant("<think>c</think>d"),
    ], None
    yield "no user message", [system(S), assistant("<think>a</think>Hello.")], None
    yield "tool message first", [tool("a"), tool("b"), user(Q)], None
    yield "user content null", [user(None), assistant(None)], None
    yield "assistant message last and empty", [user(Q), assistant("")], None
    yield "template signs in text", [user("{{ 1 }} {% if %} {# no #} </s> <|im_end|>"), assistant("{{x}}")], None
    yield "blanks at the ends", [user("  a  \n\n"), assistant(" \n b \n "), tool("\n\nc\n\n"), user("")], None
    yield "unknown role", [user(Q), {"role": "developer", "content": "x"}, assistant("y")], None


def main():
    compiled = template()
    cases = []
    for name, messages, tools in conversations():
        for generation in (True, False):
            prompt = compiled.render(
                messages=messages, tools=tools, add_generation_prompt=generation
            )
            cases.append(
                {
                    "name": name,
                    "messages": messages,
                    "tools": tools,
                    "addGenerationPrompt": generation,
                    "prompt": prompt,
                }
            )
    text = json.dumps(cases, ensure_ascii=False, indent=1)
    (FIXTURES / "prompts.json").write_text(text + "\n", "utf-8")
    print(f"{len(cases)} prompts")


if __name__ == "__main__":
    main()
