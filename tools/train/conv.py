"""The first reading: a dilated convolution over the lines. `src/model/conv.rs` computes the same."""
import struct

import jax
import jax.numpy as jnp
import numpy as np
import optax

CHANNELS, REACH, DROPOUT, MOST = 32, [1, 2, 4, 8, 16, 1], 0.15, 4.0
# Pages are laid in strips of this many lines, with gaps that no layer can look across.
STRIP, GAP = 4096, max(REACH)


class Inputs:
    """Which features it sees, and how they are brought to one scale."""

    def __init__(self, features, columns):
        self.columns = columns
        x = features[:, columns]
        self.mean, self.inverse = x.mean(0), 1 / (x.std(0) + 1e-3)
        self.x = np.clip((x - self.mean) * self.inverse, -MOST, MOST).astype(np.float32)


def start(rng, inputs):
    matrix = lambda *shape: (rng.standard_normal(shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)
    weights = dict(w_first=matrix(inputs, CHANNELS), b_first=np.zeros(CHANNELS, np.float32), w_last=matrix(CHANNELS, 1) * .1,
                   b_last=np.zeros(1, np.float32), w_direct=matrix(inputs, 1) * .1)
    for i in range(len(REACH)):
        weights[f'w{i}'], weights[f'b{i}'] = matrix(3, CHANNELS, CHANNELS) * .7, np.zeros(CHANNELS, np.float32)
    return {k: jnp.asarray(v) for k, v in weights.items()}


def net(p, x, real, key):
    """The logits of strips; `real` is 1 where there is a line. With a key, some channels are dropped."""
    def drop(h, key):
        if key is None:
            return h, None
        key, k = jax.random.split(key)
        return h * jax.random.bernoulli(k, 1 - DROPOUT, h.shape) / (1 - DROPOUT), key

    h = jax.nn.relu(x @ p['w_first'] + p['b_first']) * real[..., None]
    for i, d in enumerate(REACH):
        g, key = drop(h, key)
        before, behind = jnp.pad(g, ((0, 0), (d, 0), (0, 0)))[:, :-d], jnp.pad(g, ((0, 0), (0, d), (0, 0)))[:, d:]
        z = jnp.concatenate([before, g, behind], -1) @ p[f'w{i}'].reshape(3 * CHANNELS, CHANNELS) + p[f'b{i}']
        h = (h + jax.nn.relu(z)) * real[..., None]
    h, key = drop(h, key)
    return (h @ p['w_last'])[..., 0] + p['b_last'][0] + (x @ p['w_direct'])[..., 0]


def strips(pages, which):
    """Lays pages in strips: line numbers, -1 in the gaps."""
    out, now = [], []
    for i in which:
        lines = np.arange(pages.at[i], pages.at[i + 1])
        for a in range(0, len(lines), STRIP - GAP):
            part = lines[a:a + STRIP - GAP]
            if len(now) + len(part) + GAP > STRIP:
                out, now = out + [now], []
            now = now + list(part) + [-1] * GAP
    out += [now] if now else []
    grid = np.full((len(out), STRIP), -1, np.int64)
    for k, strip in enumerate(out):
        grid[k, :len(strip)] = strip
    return grid


def batch(pages, inputs, grid):
    real = grid >= 0
    line = np.where(real, grid, 0)
    return (inputs.x[line] * real[..., None], real.astype(np.float32), (pages.label[line] == 1).astype(np.float32),
            (pages.weight[line] * real * pages.use[line]).astype(np.float32))


def loss(p, x, real, target, weight, key):
    error = optax.sigmoid_binary_cross_entropy(net(p, x, real, key), target)
    decay = sum((v ** 2).sum() for k, v in p.items() if k.startswith('w'))
    return (error * weight).sum() / weight.sum() + 1e-4 * decay


def fit(pages, inputs, which, seed, epochs):
    """Learns from the pages `which`."""
    rng, key, size = np.random.default_rng(seed), jax.random.PRNGKey(seed), 2
    p, which = start(rng, inputs.x.shape[1]), which.copy()
    optimizer = optax.adamw(optax.cosine_onecycle_schedule(epochs * (len(strips(pages, which)) // size), 4e-3), weight_decay=1e-4)
    state = optimizer.init(p)

    @jax.jit
    def step(p, state, key, *parts):
        updates, state = optimizer.update(jax.grad(loss)(p, *parts, key), state, p)
        return optax.apply_updates(p, updates), state

    for _ in range(epochs):
        rng.shuffle(which)
        grid = strips(pages, which)
        order = rng.permutation(len(grid))
        for a in range(0, len(order) - size + 1, size):
            key, k = jax.random.split(key)
            p, state = step(p, state, k, *batch(pages, inputs, grid[order[a:a + size]]))
    return p


def predict(pages, inputs, p, which, out):
    """Writes the logits of the lines of the pages `which`."""
    once = jax.jit(lambda x, real: net(p, x, real, None))
    for strip in strips(pages, which):
        x, real, _, _ = batch(pages, inputs, strip[None])
        out[strip[strip >= 0]] = np.asarray(once(x, real))[0][strip >= 0]


def matrix(w):
    """One byte a weight, one scale a column."""
    w = np.asarray(w, np.float32).reshape(-1, CHANNELS)
    scale = np.abs(w).max(0) / 127 + 1e-12
    return scale.astype('<f4').tobytes() + np.rint(w / scale).astype(np.int8).tobytes()


def pack(inputs, p):
    floats = lambda v: np.asarray(v, '<f4').tobytes()
    out = struct.pack('<H', len(inputs.columns))
    for column, mean, inverse in zip(inputs.columns, inputs.mean, inputs.inverse):
        out += struct.pack('<Hff', column, mean, inverse)
    out += matrix(p['w_first']) + floats(p['b_first'])
    for i in range(len(REACH)):
        out += matrix(p[f'w{i}']) + floats(p[f'b{i}'])
    return out + floats(p['w_last']) + floats(p['b_last']) + floats(p['w_direct'])
