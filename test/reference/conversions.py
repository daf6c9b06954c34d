"""Text conversations in another format: written from the pages that describe the formats, not from the code.

A question is {"from", "to", "text": a line}; the answer is the example in the other format, or null for a line that
has more than texts: those are for others to judge.
"""
import json

from answering import answer_all

ROLES = {
    "openaiChat": {"system": "system", "user": "user", "assistant": "model"},
    "vertexMessages": {"system": "system", "user": "user", "model": "model"},
    "shareGpt": {"system": "system", "human": "user", "gpt": "model"},
    "vertexContents": {"user": "user", "model": "model"},
}
PAIRS = {
    "geminiApi": ("text_input", "output"),
    "questionAnswer": ("question", "answer"),
    "promptCompletion": ("prompt", "completion"),
}
MESSAGES = {
    "openaiChat": ("messages", "role", "content"),
    "vertexMessages": ("messages", "role", "content"),
    "shareGpt": ("conversations", "from", "value"),
}


def has_only(value, *keys):
    return isinstance(value, dict) and set(value) == set(keys)


def text_of(content):
    """Of a Content that has one part, a text."""
    if not isinstance(content, dict) or not set(content) <= {"role", "parts"}:
        return None
    parts = content.get("parts")
    if not isinstance(parts, list) or len(parts) != 1 or not has_only(parts[0], "text"):
        return None
    return parts[0]["text"]


def read(example, name):
    """[(role, text), …] with the system's text first, or None."""
    if name in PAIRS:
        asked, answered = PAIRS[name]
        return [("user", example[asked]), ("model", example[answered])] if has_only(example, asked, answered) else None
    roles = ROLES[name]
    if name == "vertexContents":
        if not set(example) <= {"systemInstruction", "contents"}:
            return None
        turns = [(roles.get(content.get("role")), text_of(content)) for content in example["contents"]]
        if "systemInstruction" in example:
            turns.insert(0, ("system", text_of(example["systemInstruction"])))
        return turns
    outer, who, what = MESSAGES[name]
    if name == "shareGpt" and "system" in example:
        rest = {key: value for key, value in example.items() if key != "system"}
        turns = read(rest, name)
        return turns and [("system", example["system"])] + turns
    if not has_only(example, outer) or not all(has_only(message, who, what) for message in example[outer]):
        return None
    return [(roles.get(message[who]), message[what]) for message in example[outer]]


def is_chat(turns):
    """At most a system's text, then user and model in turn."""
    spoken = turns[1:] if turns and turns[0][0] == "system" else turns
    return (
        len(spoken) > 0
        and len(spoken) % 2 == 0
        and all(role == ("user", "model")[at % 2] for at, (role, _) in enumerate(spoken))
        and all(isinstance(text, str) and text.strip() for _, text in turns)
    )


def write(turns, name):
    names = {ours: theirs for theirs, ours in ROLES[name].items()}
    if name == "vertexContents":
        content = lambda role, text: {"role": role, "parts": [{"text": text}]}
        system = [text for role, text in turns if role == "system"]
        example = {"contents": [content(role, text) for role, text in turns if role != "system"]}
        if system:
            example["systemInstruction"] = {"role": "system", "parts": [{"text": system[0]}]}
        return example
    outer, who, what = MESSAGES[name]
    # LLaMA-Factory's page on its data: the system's text has a key of its own in ShareGPT.
    beside = {"system": turns.pop(0)[1]} if name == "shareGpt" and turns[0][0] == "system" else {}
    return {outer: [{who: names[role], what: text} for role, text in turns], **beside}


def answer(question):
    turns = read(json.loads(question["text"]), question["from"])
    if turns is None or not is_chat(turns):
        return None
    return write(turns, question["to"])


answer_all(answer)
