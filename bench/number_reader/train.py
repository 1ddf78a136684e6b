"""Train the number reader: `train.py render …`, then `train.py fit …` (see README.md here).

Needs PyTorch, fontTools and brotli beside the project's own packages; none of them is needed to read.
"""

import argparse
import time
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch
from drawing import sample
from fonts import LETTER_LIKE, training_faces
from torch import nn

from govah.read.ocr.numbers.classes import COUNT
from govah.read.ocr.numbers.picture import HEIGHT

CHUNK = 500
SEED = 1393


def render(fonts: Path, target: Path, first: int, count: int, workers: int) -> None:
    """Draw the training set; the same pictures for the same fonts, in any number of workers."""
    with Pool(workers) as pool:
        chunks = pool.starmap(
            _chunk, [(fonts, (first + made) // CHUNK) for made in range(0, count, CHUNK)], chunksize=1
        )
    pictures = [picture for chunk in chunks for picture, _ in chunk]
    labels = [label for chunk in chunks for _, label in chunk]
    np.savez_compressed(
        target,
        ink=np.concatenate(pictures, axis=1),
        widths=np.array([picture.shape[1] for picture in pictures]),
        labels=np.concatenate([np.array(label, dtype=np.uint8) for label in labels]),
        lengths=np.array([len(label) for label in labels]),
    )


def _chunk(fonts: Path, number: int) -> list[tuple[np.ndarray, list[int]]]:
    faces = training_faces(fonts)
    weights = np.array([2.0 if face.name.startswith(LETTER_LIKE) else 1.0 for face in faces])
    dice = np.random.default_rng([SEED, number])
    return [sample(dice, faces, weights / weights.sum()) for _ in range(CHUNK)]


class NumberNet(nn.Module):
    """Convolutions only; one column of class scores for every second column of the picture."""

    def __init__(self) -> None:
        super().__init__()
        planes = [1, 12, 24, 48, 48]
        self.flat = nn.ModuleList(
            [nn.Conv2d(planes[0], planes[1], 5, stride=2, padding=2)]
            + [nn.Conv2d(a, b, 3, stride=(2, 1), padding=1) for a, b in pairwise(planes[1:])]
        )
        self.long = nn.ModuleList([nn.Conv1d(96, 64, 5, padding=2), nn.Conv1d(64, 64, 5, padding=2)])
        self.norms = nn.ModuleList([nn.BatchNorm2d(n) for n in planes[1:]] + [nn.BatchNorm1d(64) for _ in range(2)])
        self.drop = nn.Dropout(0.1)
        self.last = nn.Conv1d(64, COUNT, 1)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        """Log-probabilities, columns by batch by classes, of pictures batch by 1 by rows by columns."""
        for layer, norm in zip(self.flat, self.norms, strict=False):
            ink = torch.relu(norm(layer(ink)))
        ink = ink.flatten(1, 2)
        for layer, norm in zip(self.long, self.norms[4:], strict=True):
            ink = torch.relu(norm(layer(ink)))
        return self.last(self.drop(ink)).permute(2, 0, 1).log_softmax(-1)


def fit(drawn: Path, target: Path, steps: int, batch: int) -> None:
    """Train, and write the weights with the normalisations folded in."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    data = np.load(drawn)
    ink, widths, labels, lengths = (data[key] for key in ("ink", "widths", "labels", "lengths"))
    at, told = np.concatenate(([0], widths.cumsum())), np.concatenate(([0], lengths.cumsum()))
    dice = np.random.default_rng(SEED)
    net = NumberNet()
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.15)
    loss_of = nn.CTCLoss(zero_infinity=True)
    batches: list[np.ndarray] = []
    started, mean = time.monotonic(), 0.0
    for step in range(steps):
        if not batches:
            order = np.argsort(widths * dice.uniform(0.85, 1.15, widths.size))
            batches = [order[k : k + batch] for k in range(0, order.size - batch + 1, batch)]
            dice.shuffle(batches)
        chosen = batches.pop()
        wide = int(widths[chosen].max())
        pictures = np.zeros((batch, 1, HEIGHT, wide), np.float32)
        for row, number in enumerate(chosen):
            pictures[row, 0, :, : widths[number]] = ink[:, at[number] : at[number + 1]]
        pictures /= 255
        pictures *= dice.uniform(0.75, 1.0, (batch, 1, 1, 1)).astype(np.float32)
        pictures += dice.normal(0, 0.03, pictures.shape).astype(np.float32)
        scores = net(torch.from_numpy(pictures))
        target_labels = np.concatenate([labels[told[number] : told[number + 1]] for number in chosen])
        loss = loss_of(
            scores,
            torch.from_numpy(target_labels.astype(np.int64)),
            torch.from_numpy((widths[chosen] + 1) // 2),
            torch.from_numpy(lengths[chosen]),
        )
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        mean = loss.item() if not step else 0.98 * mean + 0.02 * loss.item()
        if step % 100 == 99:
            print(f"{step + 1} loss {mean:.4f} {time.monotonic() - started:.0f} s", flush=True)
        if step % 1000 == 999:
            write(net, target)
    write(net, target)


def write(net: NumberNet, target: Path) -> None:
    """Fold the normalisations into the convolutions and write float16 weights."""
    arrays: dict[str, np.ndarray] = {}
    for number, (layer, norm) in enumerate(zip([*net.flat, *net.long], net.norms, strict=True)):
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight = layer.weight * scale.reshape(-1, *[1] * (layer.weight.dim() - 1))
        bias = (layer.bias - norm.running_mean) * scale + norm.bias
        arrays[f"weight{number}"] = weight.detach().numpy().astype(np.float16)
        arrays[f"bias{number}"] = bias.detach().numpy().astype(np.float32)
    arrays["weight6"] = net.last.weight.detach().numpy().astype(np.float16)
    arrays["bias6"] = net.last.bias.detach().numpy().astype(np.float32)
    np.savez(target, **arrays)


def main() -> None:
    """Draw or train."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("render")
    drawing.add_argument("fonts", type=Path, help="where the npm font packages are unpacked")
    drawing.add_argument("target", type=Path, help="the .npz of pictures to write")
    drawing.add_argument("--first", type=int, default=0, help="number of the first picture, a multiple of 500")
    drawing.add_argument("--count", type=int, default=48_000)
    drawing.add_argument("--workers", type=int, default=2)
    fitting = commands.add_parser("fit")
    fitting.add_argument("drawn", type=Path, help="what render wrote")
    fitting.add_argument("target", type=Path, help="the .npz of weights to write")
    fitting.add_argument("--steps", type=int, default=5000)
    fitting.add_argument("--batch", type=int, default=64)
    told = parser.parse_args()
    if told.command == "render":
        render(told.fonts, told.target, told.first, told.count, told.workers)
    else:
        fit(told.drawn, told.target, told.steps, told.batch)


if __name__ == "__main__":
    main()
