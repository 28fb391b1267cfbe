#!/usr/bin/env python3
"""Learns `model/lines.bin` from pages with labelled lines; `model/README.md` says which, and under what licences.

  pip install -r tools/train/requirements.txt
  cargo build --release --features train --example features
  python3 tools/train/train.py --data ../shared/quality/pages --out model/lines.bin      # some ten minutes on two cores

A lexicon of hashed words and pairs of words gives each line an opinion; a convolution over the lines reads the
features of the lines around; boosted trees see those features and what the convolution made of the neighbourhood.
Every part learns from opinions on pages that the part before it had not seen (five folds of sites).
"""
import argparse, struct, time

import lightgbm
import numpy as np
import scipy.sparse
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score

import conv
from data import FOLDS, Pages

BUCKETS = 1 << 14
SCORES = 22                  # features that only the second reading sees: `SCORES` in src/model/context.rs
OWN = 48                     # features of a line by itself: `OWN` in src/model/glance.rs
FAR = 20 + 12 + 6 + 9        # distances, place, likeness and document, at the end of the context
TREES = dict(objective='binary', num_leaves=15, learning_rate=.1, min_data_in_leaf=400, feature_fraction=.4, bagging_fraction=.7,
             bagging_freq=1, lambda_l2=5, max_bin=63, seed=7, deterministic=True, verbose=-1, num_threads=2)
ROUNDS = 70


def lexicon(x, pages, train):
    model = SGDClassifier(loss='log_loss', alpha=3e-6, average=True, max_iter=8, tol=None, random_state=1)
    train = train & pages.use & ~pages.copy
    return model.fit(x[train], pages.label[train], sample_weight=pages.weight[train]).coef_[0].astype(np.float32)


def trees(features, pages, train):
    train = train & pages.use
    data = lightgbm.Dataset(features[train], pages.label[train], weight=pages.weight[train], params=dict(max_bin=63))
    return lightgbm.train(TREES, data, ROUNDS)


def pack_trees(model):
    out = struct.pack('<I', len(model.dump_model()['tree_info']))
    for tree in model.dump_model()['tree_info']:
        nodes, leaves = [], []

        def walk(node):
            if 'leaf_value' in node:
                leaves.append(node['leaf_value'])
                return -len(leaves)              # `!leaf`
            at = len(nodes)
            nodes.append(None)
            left, right = walk(node['left_child']), walk(node['right_child'])
            nodes[at] = (node['split_feature'], node['threshold'], left, right)
            return at

        walk(tree['tree_structure'])
        out += struct.pack('<H', len(nodes)) + b''.join(struct.pack('<Hfhh', *n) for n in nodes)
        out += np.array(leaves, '<f4').tobytes()
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True, help='folder of *.jsonl.gz with text and labels')
    parser.add_argument('--out', required=True, help='where the model goes')
    parser.add_argument('--epochs', type=int, default=14)
    parser.add_argument('--no-copies', action='store_true', help='learn from the pages alone, not also from copies with half of the rules forgotten')
    parser.add_argument('--held-out', metavar='FILE', help='also write the second reading of pages it has not seen (slower)')
    args = parser.parse_args()
    begun = time.time()
    pages = Pages(args.data, not args.no_copies)

    def say(what, scores=None):
        seen = pages.use & ~pages.copy
        auc = '' if scores is None else f': area under the curve {roc_auc_score(pages.label[seen], scores[seen], sample_weight=pages.weight[seen]):.4f}'
        print(f'{time.time() - begun:5.0f} s  {what}{auc}', flush=True)

    say(f'{len(pages.rows)} pages, {len(pages.label)} lines')
    index, pointer = pages.buckets()
    x = scipy.sparse.csr_matrix((np.ones(len(index), np.float32), index, pointer), shape=(len(pages.label), BUCKETS))
    x.sum_duplicates()
    x = (scipy.sparse.diags(1 / np.sqrt(np.maximum(1, np.diff(pointer)))) @ x).tocsr().astype(np.float32)
    opinion = np.zeros(len(pages.label), np.float32)
    for k in range(FOLDS):
        test = pages.line_fold == k
        opinion[test] = x[test] @ lexicon(x, pages, ~test)
    say('lexicon', opinion)
    words = lexicon(x, pages, np.ones(len(pages.label), bool))
    del x

    features = pages.features(opinion)
    first = features.shape[1] - SCORES
    inputs = conv.Inputs(features, list(range(OWN)) + list(range(first - FAR, first)))
    del features
    scores = np.zeros(len(pages.label), np.float32)
    for k in range(FOLDS):
        weights = conv.fit(pages, inputs, np.where(pages.fold != k)[0], k, args.epochs)
        conv.predict(pages, inputs, weights, np.where(pages.fold == k)[0], scores)
        say(f'convolution, fold {k + 1} of {FOLDS}')
    say('convolution', scores)
    weights = conv.fit(pages, inputs, np.arange(len(pages.rows)), FOLDS, args.epochs)

    features = pages.features(opinion, scores)
    if args.held_out:
        second = np.zeros(len(pages.label), np.float32)
        for k in range(FOLDS):
            test = pages.line_fold == k
            second[test] = trees(features, pages, ~test).predict(features[test], raw_score=True)
        say('trees', second)
        np.save(args.held_out, second[~pages.copy])
    forest = trees(features, pages, np.ones(len(pages.label), bool))
    scale = np.abs(words).max() / 127
    with open(args.out, 'wb') as f:
        f.write(struct.pack('<f', scale) + np.rint(words / scale).astype(np.int8).tobytes())
        f.write(conv.pack(inputs, weights) + pack_trees(forest))
    say(f'wrote {args.out}')


if __name__ == '__main__':
    main()
