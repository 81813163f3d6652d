"""A language model of half a megabyte with random weights, in the file format of llama.cpp: its replies are word salad that ends.

One residual channel holds the same number for every token and no layer writes to it, so that a column of the output matrix is a
bias for each token: the frequencies of the corpus, with more weight for ``"`` and the end of a turn, so that strings close.
"""

import math
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

LAYERS, WIDTH, HEADS, CONTEXT, MERGES = 2, 64, 4, 32_768, 500
FEED_FORWARD = 2 * WIDTH
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
END_BIAS, LEAST_BIAS = -2.0, -20.0
CLOSING = {'"': 1.5, "[": 1.5, "]": 0.0, "{": 3.0, "}": 2.0, ",": 0.0}
"""Biases of what JSON is made of, so that a reply has a few sentences of a few words."""
TEMPLATE = (
    "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
ALIGNMENT, FLOAT32 = 32, 0
Pair = tuple[str, str]


class Vocabulary(NamedTuple):
    """Tokens of a byte-level byte-pair encoding, how they came about, and how often the corpus has them."""

    tokens: list[str]
    merges: list[Pair]
    counts: Counter[str]


def make_tiny_model(path: Path, corpus: str, seed: int = 7) -> None:
    """Write the model to a file."""
    vocabulary = learn(corpus)
    tensors = weights(vocabulary, np.random.default_rng(seed))
    path.write_bytes(gguf(metadata(vocabulary), tensors))


def learn(corpus: str) -> Vocabulary:
    """Merge the most frequent pair of neighbours, again and again."""
    letters = _letters_of_bytes()
    words = Counter(tuple(letters[byte] for byte in f" {word}".encode()) for word in corpus.replace("\n", " \n ").split(" "))
    merges: list[Pair] = []
    for _ in range(MERGES):
        pairs: Counter[Pair] = Counter()
        for word, count in words.items():
            for pair in pairwise(word):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = Counter({_merged(word, best): count for word, count in words.items()})
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for token in word:
            counts[token] += count
    tokens = list(dict.fromkeys([*letters.values(), *("".join(pair) for pair in merges), *SPECIAL]))
    return Vocabulary(tokens, merges, counts)


def _letters_of_bytes() -> dict[int, str]:
    """A printable letter for every byte, as GPT-2 has them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + number) for number, byte in enumerate(others)}


def _merged(word: Sequence[str], pair: Pair) -> tuple[str, ...]:
    out: list[str] = []
    for token in word:
        if out and (out[-1], token) == pair:
            out[-1] += token
        else:
            out.append(token)
    return tuple(out)


def weights(vocabulary: Vocabulary, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Random matrices around the one channel of biases."""

    def drawn(*shape: int, spread: float = WIDTH**-0.5) -> np.ndarray:
        return random.normal(0, spread, shape).astype(np.float32)

    def silent(matrix: np.ndarray) -> np.ndarray:
        matrix[0, :] = 0
        return matrix

    embedding = drawn(len(vocabulary.tokens), WIDTH, spread=1.0)
    embedding[:, 0] = math.sqrt(WIDTH)
    tensors = {"token_embd.weight": embedding}
    for layer in range(LAYERS):
        tensors |= {
            f"blk.{layer}.{name}.weight": matrix
            for name, matrix in {
                "attn_norm": np.ones(WIDTH, np.float32),
                "ffn_norm": np.ones(WIDTH, np.float32),
                "attn_q": drawn(WIDTH, WIDTH),
                "attn_k": drawn(WIDTH, WIDTH),
                "attn_v": drawn(WIDTH, WIDTH),
                "attn_output": silent(drawn(WIDTH, WIDTH)),
                "ffn_gate": drawn(FEED_FORWARD, WIDTH),
                "ffn_up": drawn(FEED_FORWARD, WIDTH),
                "ffn_down": silent(drawn(WIDTH, FEED_FORWARD, spread=FEED_FORWARD**-0.5)),
            }.items()
        }
    output = drawn(len(vocabulary.tokens), WIDTH, spread=1.2 * WIDTH**-0.5)
    # What the channel is worth after the last norm, with as much variance as the layers add.
    output[:, 0] = _biases(vocabulary) / (math.sqrt(WIDTH) / math.sqrt(1 + (WIDTH - 1) / WIDTH * (1 + LAYERS)))
    return tensors | {"output_norm.weight": np.ones(WIDTH, np.float32), "output.weight": output}


def _biases(vocabulary: Vocabulary) -> np.ndarray:
    total = sum(vocabulary.counts.values())
    found = np.array([math.log((vocabulary.counts.get(token, 0) + 0.02) / total) for token in vocabulary.tokens])
    found -= found.max()
    fixed = CLOSING | {SPECIAL[0]: LEAST_BIAS, SPECIAL[1]: LEAST_BIAS, SPECIAL[2]: END_BIAS}
    for token, bias in fixed.items():
        found[vocabulary.tokens.index(token)] = bias
    return np.clip(found, LEAST_BIAS, None)


def metadata(vocabulary: Vocabulary) -> dict[str, object]:
    """What llama.cpp asks of a file, by its own names."""
    text, end = vocabulary.tokens.index(SPECIAL[0]), vocabulary.tokens.index(SPECIAL[2])
    return {
        "general.architecture": "llama",
        "general.name": "tiny-random",
        "llama.context_length": CONTEXT,
        "llama.embedding_length": WIDTH,
        "llama.block_count": LAYERS,
        "llama.feed_forward_length": FEED_FORWARD,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.vocab_size": len(vocabulary.tokens),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": vocabulary.tokens,
        "tokenizer.ggml.token_type": [3 if token in SPECIAL else 1 for token in vocabulary.tokens],
        "tokenizer.ggml.merges": [" ".join(pair) for pair in vocabulary.merges],
        "tokenizer.ggml.bos_token_id": text,
        "tokenizer.ggml.eos_token_id": end,
        "tokenizer.ggml.padding_token_id": text,
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def gguf(fields: dict[str, object], tensors: dict[str, np.ndarray]) -> bytes:
    """The file: a head, the fields, where each tensor stands, and the tensors."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(fields))
    described = b"".join(_text(name) + _field(value) for name, value in fields.items())
    places, data = b"", b""
    for name, tensor in tensors.items():
        shape = tensor.shape[::-1]
        places += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, FLOAT32, len(data))
        data += _padded(tensor.tobytes())
    return _padded(head + described + places) + data


def _field(value: object) -> bytes:
    match value:
        case bool():
            return struct.pack("<I?", 7, value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case str():
            return struct.pack("<I", 8) + _text(value)
        case [str(), *_]:
            return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(_text, value))
        case list():
            return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
    raise TypeError(type(value))


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNMENT)


def corpus_of(files: Iterable[Path]) -> str:
    """The words of some files."""
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
