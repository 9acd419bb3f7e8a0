"""Makes the tiny sentence encoders of tests/fixtures/encoders, and the values that the product is held to.

    python3 -m venv /somewhere && /somewhere/bin/pip install tokenizers==0.23.2 onnx==1.23.1 onnxruntime==1.30.0 numpy
    /somewhere/bin/python tools/encoder-fixture/make.py

Neither the product nor its tests need Python: what this writes is committed. The weights are random (fixed seed).
Token ids come from the package `tokenizers`, vectors from `onnxruntime`, one text at a time, so that no value
depends on padding.
"""
import base64
import json
import shutil
import struct
import unicodedata
from pathlib import Path

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from texts import TEXTS

FOLDER = Path(__file__).resolve().parents[2] / 'tests' / 'fixtures' / 'encoders'
LIMIT = 24


class Graph:
    """Collects the nodes and weights of an ONNX graph."""

    def __init__(self, seed):
        self.random = numpy.random.default_rng(seed)
        self.nodes = []
        self.weights = []

    def add(self, kind, inputs, **attributes):
        name = f'{kind.lower()}_{len(self.nodes)}'
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, values, dtype=numpy.float32):
        name = f'weight_{len(self.weights)}'
        self.weights.append(numpy_helper.from_array(numpy.asarray(values, dtype=dtype), name))
        return name

    def random_weight(self, *shape, scale=None):
        scale = scale or 1 / numpy.sqrt(shape[0])
        return self.constant(self.random.normal(0, scale, shape))

    def linear(self, x, size_in, size_out):
        product = self.add('MatMul', [x, self.random_weight(size_in, size_out)])
        return self.add('Add', [product, self.random_weight(size_out, scale=0.1)])

    def layer_norm(self, x, size):
        scale = self.constant(1 + self.random.normal(0, 0.1, size))
        return self.add('LayerNormalization', [x, scale, self.random_weight(size, scale=0.1)], axis=-1)

    def shape(self, *values):
        return self.constant(values, numpy.int64)


def transformer(graph, inputs, vocabulary, hidden, heads, layers, positions, first_position=0):
    """Embeddings, then layers of self-attention and a feed-forward part, as in BERT (post-normalised)."""
    x = graph.add('Gather', [graph.random_weight(vocabulary, hidden, scale=0.5), 'input_ids'])
    if 'token_type_ids' in inputs:
        kinds = graph.add('Gather', [graph.random_weight(2, hidden, scale=0.1), 'token_type_ids'])
        x = graph.add('Add', [x, kinds])
    length = graph.add('Squeeze', [graph.add('Shape', ['input_ids'], start=1, end=2)])
    zero, one = graph.constant(0, numpy.int64), graph.constant(1, numpy.int64)
    places = graph.add('Add', [graph.add('Range', [zero, length, one]), graph.constant(first_position, numpy.int64)])
    x = graph.add('Add', [x, graph.add('Gather', [graph.random_weight(positions, hidden, scale=0.2), places])])
    x = graph.layer_norm(x, hidden)
    mask = graph.add('Cast', ['attention_mask'], to=TensorProto.FLOAT)
    away = graph.add('Mul', [graph.add('Sub', [graph.constant(1.0), mask]), graph.constant(-10000.0)])
    away = graph.add('Unsqueeze', [away, graph.shape(1, 2)])
    for _ in range(layers):
        x = layer(graph, x, away, hidden, heads)
    return x


def layer(graph, x, away, hidden, heads):
    def split(part):
        parts = graph.add('Reshape', [part, graph.shape(0, 0, heads, hidden // heads)])
        return graph.add('Transpose', [parts], perm=[0, 2, 1, 3])

    query, key, value = (split(graph.linear(x, hidden, hidden)) for _ in range(3))
    scores = graph.add('MatMul', [query, graph.add('Transpose', [key], perm=[0, 1, 3, 2])])
    scores = graph.add('Mul', [scores, graph.constant(1 / numpy.sqrt(hidden // heads))])
    attention = graph.add('Softmax', [graph.add('Add', [scores, away])], axis=-1)
    mixed = graph.add('Transpose', [graph.add('MatMul', [attention, value])], perm=[0, 2, 1, 3])
    mixed = graph.add('Reshape', [mixed, graph.shape(0, 0, hidden)])
    x = graph.layer_norm(graph.add('Add', [x, graph.linear(mixed, hidden, hidden)]), hidden)
    wide = graph.linear(x, hidden, 4 * hidden)
    bent = graph.add('Erf', [graph.add('Div', [wide, graph.constant(numpy.sqrt(2))])])
    half = graph.add('Mul', [wide, graph.constant(0.5)])
    wide = graph.add('Mul', [half, graph.add('Add', [bent, graph.constant(1.0)])])
    return graph.layer_norm(graph.add('Add', [x, graph.linear(wide, 4 * hidden, hidden)]), hidden)


def mean_in_graph(graph, x):
    mask = graph.add('Unsqueeze', [graph.add('Cast', ['attention_mask'], to=TensorProto.FLOAT), graph.shape(-1)])
    total = graph.add('ReduceSum', [graph.add('Mul', [x, mask]), graph.shape(1)], keepdims=0)
    return graph.add('Div', [total, graph.add('ReduceSum', [mask, graph.shape(1)], keepdims=0)])


def save_model(path, graph, inputs, outputs, hidden):
    for name, source in outputs.items():
        graph.nodes.append(helper.make_node('Identity', [source], [name]))
    axes = lambda name: ['batch', hidden] if name == 'sentence_embedding' else ['batch', 'sequence', hidden]
    made = helper.make_graph(
        graph.nodes,
        'encoder',
        [helper.make_tensor_value_info(name, TensorProto.INT64, ['batch', 'sequence']) for name in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, axes(name)) for name in outputs],
        graph.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid('', 17)], ir_version=9)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=None, separators=(',', ':')) + '\n', 'utf8')


def wordpiece():
    """As sentence-transformers exports a BERT: mean pooling, normalised, the limit in its own file."""
    tokenizer = Tokenizer(models.WordPiece(unk_token='[UNK]'))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
    tokenizer.train_from_iterator(
        TEXTS, trainers.WordPieceTrainer(vocab_size=1500, special_tokens=special, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single='[CLS] $A [SEP]', pair='[CLS] $A [SEP] $B:1 [SEP]:1', special_tokens=[('[CLS]', 2), ('[SEP]', 3)]
    )
    tokenizer.decoder = decoders.WordPiece()
    # A limit and padding in here give way to those of sentence-transformers.
    tokenizer.enable_truncation(12)
    tokenizer.enable_padding(length=12)
    folder = FOLDER / 'wordpiece'
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / 'tokenizer.json'), pretty=False)
    graph, inputs = Graph(1), ['input_ids', 'attention_mask', 'token_type_ids']
    x = transformer(graph, inputs, tokenizer.get_vocab_size(), 16, 2, 2, 64)
    save_model(folder / 'onnx' / 'model.onnx', graph, inputs, {'last_hidden_state': x}, 16)
    write_json(folder / 'config.json', {'model_type': 'bert', 'hidden_size': 16, 'max_position_embeddings': 64})
    write_json(folder / 'tokenizer_config.json', {'tokenizer_class': 'BertTokenizer', 'model_max_length': 64})
    write_json(folder / 'special_tokens_map.json', {'unk_token': '[UNK]', 'pad_token': '[PAD]'})
    write_json(folder / 'sentence_bert_config.json', {'max_seq_length': LIMIT, 'do_lower_case': False})
    write_modules(folder, normalise=True)
    write_json(folder / '1_Pooling' / 'config.json', pooling_of('pooling_mode_mean_tokens'))
    return folder, 'onnx/model.onnx', 'mean', True, LIMIT


def byte_bpe():
    """As a RoBERTa lies in a folder for onnxruntime: CLS pooling, not normalised, no token types."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        TEXTS,
        trainers.BpeTrainer(
            vocab_size=1200,
            special_tokens=['<s>', '<pad>', '</s>', '<unk>'],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.add_special_tokens([AddedToken('<mask>', lstrip=True)])
    tokenizer.post_processor = processors.RobertaProcessing(('</s>', 2), ('<s>', 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    folder = FOLDER / 'bpe'
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / 'tokenizer.json'), pretty=False)
    graph, inputs = Graph(2), ['input_ids', 'attention_mask']
    x = transformer(graph, inputs, tokenizer.get_vocab_size(), 16, 2, 1, 26, first_position=2)
    save_model(folder / 'model.onnx', graph, inputs, {'token_embeddings': x}, 16)
    # RoBERTa counts positions from the padding token's id on: two places of 26 are never used.
    facts = {'model_type': 'roberta', 'hidden_size': 16, 'max_position_embeddings': 26, 'pad_token_id': 1}
    write_json(folder / 'config.json', facts)
    write_modules(folder, normalise=False)
    write_json(folder / '1_Pooling' / 'config.json', pooling_of('pooling_mode_cls_token'))
    return folder, 'model.onnx', 'cls', False, LIMIT


def unigram():
    """As a multilingual XLM-RoBERTa for Transformers.js: a SentencePiece character map, pooling in the graph."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(character_map()), normalizers.Replace(Regex(' {2,}'), ' ')]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement='\u2581', prepend_scheme='always')
    tokenizer.train_from_iterator(
        TEXTS,
        trainers.UnigramTrainer(
            vocab_size=1500,
            special_tokens=['<s>', '<pad>', '</s>', '<unk>', '<mask>'],
            unk_token='<unk>',
            show_progress=False,
        ),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single='<s> $A </s>', pair='<s> $A </s> </s> $B </s>', special_tokens=[('<s>', 0), ('</s>', 2)]
    )
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.enable_truncation(LIMIT)
    folder = FOLDER / 'unigram'
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / 'tokenizer.json'), pretty=False)
    graph, inputs = Graph(3), ['input_ids', 'attention_mask']
    x = transformer(graph, inputs, tokenizer.get_vocab_size(), 16, 4, 1, 32)
    outputs = {'token_embeddings': x, 'sentence_embedding': mean_in_graph(graph, x)}
    save_model(folder / 'onnx' / 'model_quantized.onnx', graph, inputs, outputs, 16)
    write_json(folder / 'config.json', {'model_type': 'xlm-roberta', 'hidden_size': 16})
    # What "no limit" looks like where Transformers writes it.
    write_json(folder / 'tokenizer_config.json', {'tokenizer_class': 'XLMRobertaTokenizer', 'model_max_length': 10**30})
    return folder, 'onnx/model_quantized.onnx', 'sentence', True, LIMIT


def pooling_of(mode):
    modes = ('cls_token', 'mean_tokens', 'max_tokens', 'mean_sqrt_len_tokens')
    return {'word_embedding_dimension': 16, **{f'pooling_mode_{name}': mode == f'pooling_mode_{name}' for name in modes}}


def write_modules(folder, normalise):
    kinds = [('', 'Transformer'), ('1_Pooling', 'Pooling'), *([('2_Normalize', 'Normalize')] if normalise else [])]
    modules = [
        {'idx': index, 'name': str(index), 'path': path, 'type': f'sentence_transformers.models.{kind}'}
        for index, (path, kind) in enumerate(kinds)
    ]
    write_json(folder / 'modules.json', modules)


def character_map():
    """A SentencePiece "precompiled charsmap": length of a double-array trie, the trie, the zero-ended results."""
    rules = {}
    for code in [*range(0x00A0, 0x0180), *range(0x2000, 0x2070), *range(0x2100, 0x2150), *range(0x2460, 0x2474),
                 *range(0x3000, 0x3001), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5E), *range(0xFF61, 0xFFA0)]:
        character = chr(code)
        normal = ' ' if character.isspace() else unicodedata.normalize('NFKC', character)
        if normal != character:
            rules[character] = normal
    rules |= {character: ' ' for character in '\t\n\r'}
    rules |= {chr(code): '' for code in [*range(1, 9), 0x0B, *range(0x0E, 0x20), 0x7F, 0x200B, 0xFEFF]}
    for base in 'aeinouAEINOU':
        for mark in '\u0300\u0301\u0303\u0308':
            rules[base + mark] = unicodedata.normalize('NFC', base + mark)
    rules['\uff76\uff9e'] = '\u30ac'
    blob, entries = b'', {}
    for source, target in rules.items():
        entries[source.encode()] = len(blob)
        blob += target.encode() + b'\0'
    trie = double_array(entries)
    return struct.pack('<I', 4 * len(trie)) + struct.pack(f'<{len(trie)}I', *trie) + blob


def double_array(entries):
    """Units as Darts-clone packs them: label (8 bits), has-leaf (bit 8), offset (bit 10 on); leaves hold values."""
    root = {}
    for key, value in entries.items():
        node = root
        for byte in key:
            node = node.setdefault(byte, {})
        node[None] = value
    units, used, bases = {0: 0}, {0}, set()

    def place(node, position):
        labels = [0 if label is None else label for label in node]
        base = 1
        # Two nodes of one base would take each other's children for their own.
        while base in bases or any(base ^ label in used for label in labels):
            base += 1
        bases.add(base)
        used.update(base ^ label for label in labels)
        units[position] = units.get(position, 0) | ((position ^ base) << 10) | ((None in node) << 8)
        for label, child in node.items():
            units[base ^ (label or 0)] = child | (1 << 31) if label is None else label
        for label, child in node.items():
            if label is not None:
                place(child, base ^ label)

    place(root, 0)
    return [units.get(position, 0) for position in range(max(units) + 256)]


def of_images():
    """A sound ONNX model, but none that reads text."""
    graph = Graph(4)
    x = graph.add('Relu', ['pixel_values'])
    graph.nodes.append(helper.make_node('Identity', [x], ['logits']))
    axes = ['batch', 3, 8, 8]
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, axes) for name in ('pixel_values', 'logits')]
    made = helper.make_graph(graph.nodes, 'images', values[:1], values[1:], graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid('', 17)], ir_version=9)
    onnx.save(model, str(FOLDER / 'images.onnx'))


def golden(folder, model, pooling, normalise, limit):
    """Token ids and vectors of every text, and what the product must read from the folder's files."""
    tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
    tokenizer.no_padding()
    tokenizer.enable_truncation(limit)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / model), options, providers=['CPUExecutionProvider'])
    names = [entry.name for entry in session.get_inputs()]
    all_ids, vectors = [], []
    for text in TEXTS:
        encoding = tokenizer.encode(text)
        given = {'input_ids': encoding.ids, 'attention_mask': encoding.attention_mask, 'token_type_ids': encoding.type_ids}
        outputs = session.run(None, {name: numpy.array([given[name]], dtype=numpy.int64) for name in names})
        found = dict(zip([entry.name for entry in session.get_outputs()], outputs, strict=True))
        tokens = found.get('last_hidden_state', found.get('token_embeddings'))[0].astype(numpy.float64)
        if pooling == 'sentence':
            vector = found['sentence_embedding'][0].astype(numpy.float64)
        else:
            vector = tokens.mean(axis=0) if pooling == 'mean' else tokens[0]
        if normalise:
            vector = vector / max(numpy.linalg.norm(vector), 1e-12)
        all_ids.append(encoding.ids)
        vectors.append(base64.b64encode(vector.astype('<f4').tobytes()).decode())
    write_json(FOLDER / f'{folder.name}.golden.json', {'limit': limit, 'ids': all_ids, 'vectors': vectors})
    size = sum(file.stat().st_size for file in folder.rglob('*') if file.is_file())
    print(folder.name, f'{size / 1000:.0f} kB', f'{sum(map(len, all_ids)) / len(all_ids):.1f} tokens a text')


if __name__ == '__main__':
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    assert len(TEXTS) == len(set(TEXTS)) == 200
    write_json(FOLDER / 'texts.json', TEXTS)
    for make in (wordpiece, byte_bpe, unigram):
        golden(*make())
    of_images()
