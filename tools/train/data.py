"""Pages with labelled lines, and their features as the program itself computes them."""
import glob, gzip, hashlib, json, os, re, struct, subprocess

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
WORD = re.compile(r'[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+')
FOLDS = 5


class Pages:
    """The lines of all pages in one row; `copies` adds each page once more as if it were in a language less well known."""

    def __init__(self, folder, copies):
        rows = []
        for path in sorted(glob.glob(os.path.join(folder, '*.jsonl.gz'))):
            with gzip.open(path, 'rt', encoding='utf8') as f:
                rows += [json.loads(line) for line in f]
        if not rows:
            raise SystemExit(f'no *.jsonl.gz in {folder}')
        self.records = [{'text': r['text']} for r in rows]
        if copies:
            self.records += [{'text': r['text'], 'forget': 50, 'seed': i} for i, r in enumerate(rows)]
            rows = rows + rows
        self.rows = rows
        labels = [np.array(r['labels']) for r in rows]
        self.copy = np.repeat(['forget' in r for r in self.records], [len(l) for l in labels])
        self.at = np.concatenate([[0], np.cumsum([len(l) for l in labels])])
        self.label = np.concatenate(labels)
        self.use = self.label != 2
        fold = lambda name: int(hashlib.md5(name.encode()).hexdigest(), 16) % FOLDS
        self.fold = np.array([fold(r['domain'] or r['id']) for r in rows])
        self.line_fold = np.repeat(self.fold, [len(l) for l in labels])
        lines = [[l for l in (l.strip() for l in r['text'].split('\n')) if l] for r in rows]
        self.tokens = np.array([len(WORD.findall(l.casefold())) for page in lines for l in page], float)
        # Long lines matter more, and so do pages of few lines: the score is a mean over pages.
        weight = np.sqrt(np.maximum(self.tokens, 1))
        page = np.repeat(np.arange(len(rows)), [len(l) for l in labels])
        weight /= np.sqrt(np.bincount(page, weight)[page])
        self.weight = weight / weight.mean()

    def of(self, i):
        return slice(self.at[i], self.at[i + 1])

    def program(self, *flags):
        target = os.environ.get('CARGO_TARGET_DIR', os.path.join(ROOT, 'target'))
        return [os.path.join(target, 'release', 'examples', 'features'), *flags]

    def ask(self, records, *flags):
        lines = '\n'.join(json.dumps(r, ensure_ascii=False) for r in records)
        return subprocess.run(self.program(*flags), input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout

    def buckets(self):
        """Of each line the buckets of the lexicon that it fills, with the place where each line's begin."""
        raw = np.frombuffer(self.ask([{'text': r['text']} for r in self.records], '--buckets'), '<u4')
        out, at = [], 0
        for i in range(len(self.rows)):
            lines = raw[at]
            at += 1
            if lines != self.at[i + 1] - self.at[i]:
                raise SystemExit(f'{self.rows[i]["id"]}: the program sees {lines} lines, the labels are {self.at[i + 1] - self.at[i]}')
            for _ in range(lines):
                out.append(raw[at + 1:at + 1 + raw[at]])
                at += 1 + raw[at]
        return np.concatenate(out), np.concatenate([[0], np.cumsum([len(b) for b in out])])

    def features(self, lexicon, scores=None):
        """A row for each line. `lexicon` and `scores` are opinions from outside; copies see none of the lexicon's."""
        out, width = [], 0
        short = lambda values: [round(float(v), 4) for v in values]
        for part in range(0, len(self.records), 200):
            records = []
            for i in range(part, min(part + 200, len(self.records))):
                r = dict(self.records[i], lexicon=[] if 'forget' in self.records[i] else short(lexicon[self.of(i)]))
                if scores is not None:
                    r['scores'] = short(scores[self.of(i)])
                records.append(r)
            raw, at = self.ask(records), 0
            for _ in records:
                lines, width = struct.unpack_from('<II', raw, at)
                out.append(np.frombuffer(raw, '<f4', lines * width, at + 8).reshape(lines, width))
                at += 8 + 4 * lines * width
        return np.concatenate(out)
