"""What this machine could do at best: its matrix products a second, and what the encoder needs.

all-MiniLM-L6-v2 is almost nothing but matrix products. Their fastest speed, divided by how many
of them a token needs, bounds the tokens a second that the model can read here. Products alone are
measured, of its own shapes and a large one, on all cores side by side.
"""

import os
import platform
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

LAYERS = 6
WIDTH = 384
INNER = 1_536
"""The shape of all-MiniLM-L6-v2, from its config.json; tests hold it to the weights."""

# Rows, inner width and columns: what a passage of 160 tokens is multiplied with, and a large one.
SHAPES = ((160, WIDTH, WIDTH), (160, WIDTH, INNER), (160, INNER, WIDTH), (1_024, 1_024, 1_024))
SPELL = 0.25  # seconds that a shape is multiplied for, after one product that is not counted

Shape = tuple[int, int, int]
Operator = Literal["MatMul", "MatMulInteger"]


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine and its limits.

    Attributes:
        cores: that this process may use.
        processor, python: what the system calls them.
        float32, int8: operations a second of a matrix product; an addition and a
            multiplication are two.
    """

    cores: int
    processor: str
    python: str
    float32: float
    int8: float

    def __str__(self) -> str:
        return f"{self.processor}, {self.cores} cores, Python {self.python}"

    def tokens_per_second(self, tokens: float, *, int8: bool) -> float:
        """Tokens that the encoder could read in a second, in texts of so many tokens."""
        return (self.int8 if int8 else self.float32) / operations_per_token(tokens)


def operations_per_token(tokens: float) -> float:
    """Additions and multiplications that all-MiniLM-L6-v2 makes for each token of a text.

    Formula, for a text of n tokens, L layers, width d and inner width f::

        2 L (4 d² + 2 d f + 2 n d)

    Four d × d matrices make queries, keys, values and the output, two d × f ones the feed-forward
    part; attention compares each token with n others and sums n values, of d numbers each. A
    multiplication and its addition count two. Left out are embeddings, biases, layer norms,
    softmax and the mean over the tokens: all together below 1%.

    Source: Kaplan et al. 2020, Scaling Laws for Neural Language Models, table 1, whose causal
    attention reads half of the text on average, and this one all of it.

    >>> round(operations_per_token(0) / 1e6, 2), round(operations_per_token(160) / 1e6, 2)
    (21.23, 22.71)
    """
    return 2 * LAYERS * (4 * WIDTH**2 + 2 * WIDTH * INNER + 2 * tokens * WIDTH)


def machine() -> Machine:
    """Measure it: the best of some shapes, in two to three seconds."""
    return Machine(
        cores=cores(),
        processor=_processor(),
        python=platform.python_version(),
        float32=max(_speed(shape, "MatMul") for shape in SHAPES),
        int8=max(_speed(shape, "MatMulInteger") for shape in SHAPES),
    )


def cores() -> int:
    """Cores that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _speed(shape: Shape, operator: Operator) -> float:
    """Operations a second of a matrix product: one thread a core, each with its own product."""
    rows, inner, columns = shape
    products = [_product(shape, operator) for _ in range(cores())]

    def multiply(product: Callable[[], object]) -> float:
        product()
        made, start = 0, time.perf_counter()
        while (seconds := time.perf_counter() - start) < SPELL:
            product()
            made += 1
        return made / seconds

    with ThreadPoolExecutor(len(products)) as threads:
        return 2.0 * rows * inner * columns * sum(threads.map(multiply, products))


def _product(shape: Shape, operator: Operator) -> Callable[[], object]:
    """A product in onnxruntime, which reads the models here: of float32, or of bytes as in int8."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    rows, inner, columns = shape
    random = np.random.default_rng(0)
    left: NDArray[Any]
    right: NDArray[Any]
    if operator == "MatMul":
        left = random.random((rows, inner), dtype=np.float32)
        right = random.random((inner, columns), dtype=np.float32)
        kinds = (TensorProto.FLOAT, TensorProto.FLOAT)
    else:
        left = random.integers(0, 255, (rows, inner), dtype=np.uint8)
        right = random.integers(-127, 127, (inner, columns), dtype=np.int8)
        kinds = (TensorProto.UINT8, TensorProto.INT32)
    graph = helper.make_graph(
        [helper.make_node(operator, ["left", "right"], ["product"])],
        "product",
        [helper.make_tensor_value_info("left", kinds[0], [rows, inner])],
        [helper.make_tensor_value_info("product", kinds[1], [rows, columns])],
        [numpy_helper.from_array(right, "right")],
    )
    # The oldest versions that have the operators: every onnxruntime of ours reads them.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, {"left": left})


def _processor() -> str:
    """What Linux calls the processor, else what Python knows of it."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
