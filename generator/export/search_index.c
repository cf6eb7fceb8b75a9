/*
 * search_index.c -- reads documents into lists, and cuts the vocabulary into blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) In memory a list is, for each item, the distance of its document from
 *     the one before (from the worker's first, at its beginning) and
 *     place << SORT_BITS | text_size << 8 | kind << 4 | impact, place: of its
 *     text in its document's. What is not the place is its sort.
 * (2) A block may begin at a group only if all groups before it end before it:
 *     whoever looks a word up by where blocks begin finds the whole of its group.
 */
#include "search_index.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "export/search.h"
#include "search_pack.h"
#include "search_word.h"

/* BM25 with k1 = 1.2 and b = 0.5; items of prose have about LENGTH words that
   are no stop words. Whole numbers only, so that all machines agree. */
#define LENGTH 22u
#define IMPACTS 15u

#define SORT_BITS 10u
#define KINDS 16u
#define PLACE_BITS 7u
#define BLOCK_BYTES 800u	/* about: what one word costs whoever asks for it */
#define PART_BYTES 96000u	/* what it costs who cannot ask for less than a file */
#define BLOCKS 32u		/* that one job writes */
#define STEMS 2048u		/* forms that one job stems */

struct piece {
	struct piece *next;
	uint32_t used, room;
	uint8_t bytes[];
};

struct term {
	struct str form;
	struct str folded;
	struct piece *first, *last;
	uint32_t items;
	uint32_t document;	/* the last */
	uint32_t stamp;		/* of the last item */
	uint32_t base;		/* the worker's first document */
	uint32_t weight;	/* in the item that is being read, in tenths */
};

struct index_worker {
	struct index *index;
	struct arena arena;
	struct map map;
	VEC(struct term *) terms;
	VEC(struct term *) touched;	/* by the item that is being read */
	struct words words;
	struct text_writer writer;
	struct buf folded;
	uint32_t first, document;
	uint32_t stamp, items;
	unsigned kind;
	uint32_t place;
	uint32_t length;
};

/* ---- reading ---- */

static void put_byte(struct index_worker *worker, struct term *term, uint8_t byte)
{
	struct piece *piece = term->last;

	if (!piece || piece->used == piece->room) {
		uint32_t room = !piece ? 8 : piece->room < 512 ? piece->room * 2 : 1024;

		piece = arena_alloc(&worker->arena, sizeof *piece + room);
		piece->room = room;
		if (term->last)
			term->last->next = piece;
		else
			term->first = piece;
		term->last = piece;
	}
	piece->bytes[piece->used++] = byte;
}

static void put_number(struct index_worker *worker, struct term *term, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		put_byte(worker, term, (uint8_t)(number | 0x80));
	put_byte(worker, term, (uint8_t)number);
}

static struct term *find_term(struct index_worker *worker, struct str word)
{
	struct term *term = map_get(&worker->map, word);

	if (term)
		return term;
	term = ARENA_NEW(&worker->arena, struct term);
	term->form = arena_str(&worker->arena, word);
	term->document = term->base = worker->first;
	map_set(&worker->map, term->form, term);
	vec_push(&worker->terms, term);
	return term;
}

static void begin_item(void *context, unsigned kind, uint32_t number)
{
	struct index_worker *worker = context;

	worker->kind = kind;
	worker->place = text_begin(&worker->writer, number);
	worker->length = 0;
	worker->stamp++;
	vec_clear(&worker->touched);
}

static void read_text(void *context, struct str text, unsigned weight, bool shown)
{
	struct index_worker *worker = context;
	struct str word;

	if (shown)
		text_put(&worker->writer, text);
	words_begin(&worker->words, text);
	while (words_next(&worker->words, &word)) {
		struct term *term;

		if (word_is_stop(word))
			continue;
		term = find_term(worker, word);
		if (term->stamp != worker->stamp) {
			term->stamp = worker->stamp;
			term->weight = 0;
			vec_push(&worker->touched, term);
		}
		term->weight += weight;
		worker->length++;
	}
}

/* How much a form of WEIGHT counts in the item, 1..IMPACTS: a document's heading
   has no length worth comparing, and counts a fifth more than a mention. */
static uint32_t impact_of(const struct index_worker *worker, uint64_t weight)
{
	if (worker->kind == ITEM_WHOLE)
		return (uint32_t)(weight * IMPACTS / (weight + 12)) + 1;
	return (uint32_t)(550 * weight / (44 * weight + 12 * (LENGTH + (uint64_t)worker->length))) + 1;
}

static void end_item(void *context)
{
	struct index_worker *worker = context;
	unsigned size = text_end(&worker->writer);

	for (size_t i = 0; i < worker->touched.count; i++) {
		struct term *term = worker->touched.at[i];

		put_number(worker, term, worker->document - term->document);
		put_number(worker, term, worker->place << SORT_BITS | size << 8 | worker->kind << 4 |
					 impact_of(worker, term->weight));
		term->document = worker->document;
		term->items++;
	}
	worker->items++;
}

static int by_form(const void *a, const void *b)
{
	const struct term *x = *(struct term *const *)a, *y = *(struct term *const *)b;
	int order = str_compare(x->folded, y->folded);

	return order ? order : str_compare(x->form, y->form);
}

static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] >= 0x80)
			return false;
	return true;
}

static void fold_terms(struct index_worker *worker)
{
	for (size_t i = 0; i < worker->terms.count; i++) {
		struct term *term = worker->terms.at[i];

		term->folded = term->form;
		if (is_ascii(term->form))
			continue;
		buf_clear(&worker->folded);
		utf8_put_unaccented(&worker->folded, term->form);
		term->folded = arena_str(&worker->arena, buf_str(&worker->folded));
	}
	if (worker->terms.count > 1)
		qsort(worker->terms.at, worker->terms.count, sizeof *worker->terms.at, by_form);
}

static void read_job(void *context, unsigned thread, size_t number)
{
	struct index *index = context;
	struct index_worker *worker = &index->workers[number];
	uint64_t count = index->documents->count;
	uint32_t end = (uint32_t)(count * (number + 1) / index->worker_count);
	struct item_visitor visitor = {
		.context = worker, .begin = begin_item, .text = read_text, .end = end_item,
	};

	(void)thread;
	buf_init(&visitor.scratch);
	worker->first = (uint32_t)(count * number / index->worker_count);
	for (worker->document = worker->first; worker->document < end; worker->document++) {
		const struct entry *document = index->documents->at[worker->document];

		text_document(&worker->writer, index->documents, document);
		document_walk(document, &visitor);
		index->texts[worker->document] = arena_str(&worker->arena, buf_str(&worker->writer.out));
	}
	buf_dispose(&visitor.scratch);
	map_dispose(&worker->map);
	vec_dispose(&worker->touched);
	fold_terms(worker);
}

static void open_worker(struct index *index, unsigned number)
{
	struct index_worker *worker = &index->workers[number];

	*worker = (struct index_worker){ .index = index };
	arena_init(&worker->arena);
	map_init(&worker->map);
	words_init(&worker->words);
	text_writer_init(&worker->writer, &index->phrases);
	buf_init(&worker->folded);
}

static void close_worker(struct index_worker *worker)
{
	arena_dispose(&worker->arena);
	words_dispose(&worker->words);
	text_writer_dispose(&worker->writer);
	buf_dispose(&worker->folded);
	vec_dispose(&worker->terms);
}

/* ---- joining what the workers read ---- */

static bool is_form(const struct form *form, const struct term *term)
{
	return str_equal(form->text, term->form);
}

/* The worker whose next term is the first of all, or NULL. */
static struct index_worker *first_of(struct index *index, const size_t *at)
{
	struct index_worker *found = NULL;
	struct term *first = NULL;

	for (unsigned i = 0; i < index->worker_count; i++) {
		struct index_worker *worker = &index->workers[i];
		struct term *term = at[i] < worker->terms.count ? worker->terms.at[at[i]] : NULL;

		if (term && (!first || by_form(&term, &first) < 0)) {
			first = term;
			found = worker;
		}
	}
	return found;
}

static void add_lengths(struct line_lengths *to, const struct line_lengths *from)
{
	for (unsigned i = 0; i <= LINE_LENGTHS; i++)
		to->of[i] += from->of[i];
}

static void join_terms(struct index *index)
{
	size_t at[POOL_MAX] = { 0 }, total = 0, taken = 0;
	struct index_worker *worker;
	struct form *form = NULL;

	for (unsigned i = 0; i < index->worker_count; i++) {
		total += index->workers[i].terms.count;
		index->items += index->workers[i].items;
		add_lengths(&index->heads, &index->workers[i].writer.heads);
		add_lengths(&index->lines, &index->workers[i].writer.items);
	}
	index->terms = memory_alloc((total + 1) * sizeof(struct term *));
	index->forms = memory_alloc((total + 1) * sizeof *index->forms);
	while ((worker = first_of(index, at))) {
		struct term *term = worker->terms.at[at[worker - index->workers]++];

		if (!form || !is_form(form, term)) {
			form = &index->forms[index->form_count++];
			*form = (struct form){ .text = term->form, .folded = term->folded, .first = (uint32_t)taken };
		}
		form->terms++;
		form->items += term->items;
		index->terms[taken++] = term;
	}
	for (unsigned i = 0; i < index->worker_count; i++)
		vec_dispose(&index->workers[i].terms);
	index->forms = memory_resize(index->forms, (index->form_count + 1) * sizeof *index->forms);
}

/* ---- stems and groups ---- */

static bool is_stemmed(struct str form)
{
	return form.len > 3 && !(form.ptr[0] >= '0' && form.ptr[0] <= '9');
}

static void stem_job(void *context, unsigned thread, size_t block)
{
	struct index *index = context;
	struct arena *arena = &index->workers[thread].arena;
	struct sb_stemmer *stemmer = sb_stemmer_new("spanish", "UTF_8");
	uint32_t end = (uint32_t)(block + 1) * STEMS;

	if (!stemmer)
		memory_exhausted();
	for (uint32_t i = (uint32_t)block * STEMS; i < end && i < index->form_count; i++) {
		struct form *form = &index->forms[i];
		const sb_symbol *stem;

		form->group = i;
		form->stem = form->text;
		if (!is_stemmed(form->text))
			continue;
		stem = sb_stemmer_stem(stemmer, (const sb_symbol *)form->text.ptr, (int)form->text.len);
		if (!stem)
			memory_exhausted();
		form->stem = arena_str(arena, str_make((const char *)stem, (size_t)sb_stemmer_length(stemmer)));
	}
	sb_stemmer_delete(stemmer);
}

static uint32_t group_of(struct index *index, uint32_t form)
{
	struct form *forms = index->forms;

	while (forms[form].group != form) {
		forms[form].group = forms[forms[form].group].group;
		form = forms[form].group;
	}
	return form;
}

/* Put two forms in one group, unless not even their first two letters agree:
   parts so may always begin where those change. */
static void unite(struct index *index, uint32_t a, uint32_t b)
{
	struct form *x, *y;

	a = group_of(index, a);
	b = group_of(index, b);
	x = &index->forms[a];
	y = &index->forms[b];
	if (a == b || !str_equal(str_slice(x->folded, 0, 2), str_slice(y->folded, 0, 2)))
		return;
	if (a < b)
		y->group = a;
	else
		x->group = b;
}

/* Forms of one stem, or that accents alone tell apart. */
static void group_forms(struct index *index)
{
	struct map stems;

	map_init(&stems);
	for (uint32_t i = 0; i < index->form_count; i++) {
		struct form *form = &index->forms[i], *other;

		if (i && str_equal(form->folded, form[-1].folded))
			unite(index, i, i - 1);
		if (!is_stemmed(form->text))
			continue;
		other = map_get(&stems, form->stem);
		if (other)
			unite(index, i, (uint32_t)(other - index->forms));
		else
			map_set(&stems, form->stem, form);
	}
	map_dispose(&stems);
	for (uint32_t i = 0; i < index->form_count; i++)
		index->forms[i].group = index->forms[index->forms[i].group].group;
}

/* The forms, group after group: a group's number is that of its first form. */
static void order_forms(struct index *index)
{
	uint32_t count = index->form_count, sum = 0;
	uint32_t *place = memory_alloc((count + 1) * sizeof *place);

	memset(place, 0, (count + 1) * sizeof *place);
	for (uint32_t i = 0; i < count; i++)
		place[index->forms[i].group]++;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t size = place[i];

		place[i] = sum;
		sum += size;
	}
	index->order = memory_alloc((count + 1) * sizeof *index->order);
	for (uint32_t i = 0; i < count; i++)
		index->order[place[index->forms[i].group]++] = i;
	free(place);
}

/* ---- writing ---- */

size_t share_count(struct str a, struct str b)
{
	size_t count = 0;

	while (count < a.len && count < b.len && count < 35 && a.ptr[count] == b.ptr[count] &&
	       (unsigned char)a.ptr[count] < 0x80)
		count++;
	return count;
}

char share_letter(size_t count)
{
	return (char)(count < 10 ? '0' + count : 'a' + count - 10);
}

static void put_words(struct buf *out, const struct index *index, const struct block *block)
{
	struct str last = STR("");

	for (uint32_t i = block->from; i < block->to; i++) {
		const struct form *form = &index->forms[index->order[i]];
		size_t count = share_count(last, form->text);

		if (i > block->from)
			buf_put_char(out, form->group == index->order[i] ? '\n' : ' ');
		buf_put_char(out, share_letter(count));
		buf_put_str(out, str_slice(form->text, count, (size_t)-1));
		last = form->text;
	}
}

struct posting {
	uint32_t document, code;
};

struct reading {
	const struct piece *piece;
	uint32_t at;
};

static uint32_t next_number(struct reading *reading)
{
	uint32_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte;

		while (reading->at == reading->piece->used) {
			reading->piece = reading->piece->next;
			reading->at = 0;
		}
		byte = reading->piece->bytes[reading->at++];
		number |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

static void read_list(const struct index *index, const struct form *form, struct posting *to)
{
	for (uint32_t i = 0; i < form->terms; i++) {
		const struct term *term = index->terms[form->first + i];
		struct reading reading = { term->first, 0 };
		uint32_t document = term->base;

		for (uint32_t item = 0; item < term->items; item++) {
			document += next_number(&reading);
			*to++ = (struct posting){ document, next_number(&reading) };
		}
	}
}

/* A number that spreads documents, the same for every form: 12 bits. */
static uint32_t spread(uint32_t document)
{
	return document * 2654435761u >> 20;
}

#define SPREADS 4096

/* Part the COUNT postings: put first about MOST of them, never more, those of the
   highest impacts and, of the last impact that finds room, those of the documents that
   are first by spread(); then the others, through OTHERS. Both in their order.
   Returns how many are first. */
static uint32_t part_list(struct posting *list, uint32_t count, uint32_t most, struct posting *others)
{
	uint32_t impacts[IMPACTS + 1] = { 0 }, spreads[SPREADS] = { 0 }, kept = 0, other = 0, left = most;
	uint32_t impact, limit = 0;

	if (count <= most)
		return count;

	for (uint32_t i = 0; i < count; i++)
		impacts[list[i].code & 15]++;
	for (impact = IMPACTS; impact > 0 && impacts[impact] <= left; impact--)
		left -= impacts[impact];
	for (uint32_t i = 0; i < count; i++)
		if ((list[i].code & 15) == impact)
			spreads[spread(list[i].document)]++;
	while (limit < SPREADS && spreads[limit] <= left)
		left -= spreads[limit++];
	for (uint32_t i = 0; i < count; i++)
		if ((list[i].code & 15) > impact ||
		    ((list[i].code & 15) == impact && spread(list[i].document) < limit))
			list[kept++] = list[i];
		else
			others[other++] = list[i];
	memcpy(list + kept, others, other * sizeof *others);
	return kept;
}

/* How many bits of the distance between two of DOCUMENTS, of TOTAL, are plain: as if TOTAL
   were the next power of 2, so that a site that grows does not write all anew. */
static unsigned gap_bits(uint32_t total, uint32_t documents)
{
	unsigned bits = 0, most = 0;

	while (most < 24 && total >> most)
		most++;
	while (bits < most && documents >> bits)
		bits++;
	return most - bits;
}

/* What the next item of a list is told by. */
struct list_model {
	struct adaptive kinds[KINDS], more;
	uint32_t last[KINDS];	/* place of a kind, plus 1; 0: none yet */
	uint32_t place;		/* of the item before */
	uint32_t sorts;
	uint16_t sort[1u << SORT_BITS];
	uint32_t told[1u << SORT_BITS];
};

_Static_assert(ITEM_KINDS <= KINDS, "a kind has four bits");

static void model_begin(struct list_model *model)
{
	static const struct adaptive start = { 1u << PLACE_BITS, 1 };

	for (unsigned kind = 0; kind < KINDS; kind++) {
		model->kinds[kind] = start;
		model->last[kind] = 0;
	}
	model->more = start;
	model->sorts = 0;
}

static void put_sort(struct bits *bits, struct list_model *model, uint32_t sort)
{
	uint32_t at = 0;

	while (at < model->sorts && model->sort[at] != sort)
		at++;
	if (model->sorts)
		bits_put_gamma(bits, at + 1);
	if (at == model->sorts) {
		bits_put(bits, sort, SORT_BITS);
		model->sort[model->sorts++] = (uint16_t)sort;
		model->told[at] = 1;
		return;
	}
	model->told[at]++;
	for (; at > 0 && model->told[at] > model->told[at - 1]; at--) {
		uint32_t told = model->told[at];

		model->told[at] = model->told[at - 1];
		model->sort[at] = model->sort[at - 1];
		model->told[at - 1] = told;
		model->sort[at - 1] = (uint16_t)sort;
	}
}

static uint32_t how_far(uint32_t x, uint32_t y)
{
	return x >= y ? 2 * (x - y) : 2 * (y - x) - 1;
}

static void put_place(struct bits *bits, struct list_model *model, unsigned kind, uint32_t place, bool first)
{
	if (!first)
		bits_put_adaptive(bits, &model->more, place - model->place - 1);
	else if (model->last[kind])
		bits_put_adaptive(bits, &model->kinds[kind], how_far(place, model->last[kind] - 1));
	else
		bits_put_rice(bits, place, PLACE_BITS);
	model->last[kind] = place + 1;
	model->place = place;
}

static void put_list(struct bits *bits, struct list_model *model, const struct posting *list, uint32_t count,
		     uint32_t total)
{
	uint32_t documents = 0;
	unsigned low;

	for (uint32_t i = 0; i < count; i++)
		documents += i == 0 || list[i].document != list[i - 1].document;
	low = gap_bits(total, documents);
	bits_put_gamma(bits, documents + 1);
	model_begin(model);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t code = list[i].code;
		bool first = i == 0 || list[i].document != list[i - 1].document;

		if (first)
			bits_put_rice(bits, list[i].document - (i ? list[i - 1].document + 1 : 0), low);
		bits_put(bits, i + 1 < count && list[i + 1].document == list[i].document, 1);
		put_sort(bits, model, code & ((1u << SORT_BITS) - 1));
		put_place(bits, model, code >> 4 & (KINDS - 1), code >> SORT_BITS, first);
	}
}

/* What one job writes with. */
struct block_writer {
	struct posting *list, *others;
	size_t room;
	struct buf bytes, rest, text;
	struct bits first_bits, rest_bits;
	struct list_model model;
};

static void put_form(struct block_writer *writer, const struct index *index, const struct form *form)
{
	uint32_t count = form->items, first;

	if (writer->room < count) {
		writer->room = (size_t)count * 2;
		writer->list = memory_resize(writer->list, writer->room * sizeof *writer->list);
		writer->others = memory_resize(writer->others, writer->room * sizeof *writer->others);
	}
	read_list(index, form, writer->list);
	if (count > SEARCH_CUT)
		count = part_list(writer->list, count, SEARCH_KEPT, writer->others);
	first = part_list(writer->list, count, SEARCH_FIRST, writer->others);
	bits_put_gamma(&writer->first_bits, form->items);
	put_list(&writer->first_bits, &writer->model, writer->list, first, index->documents->count);
	if (form->items > SEARCH_FIRST)
		put_list(&writer->rest_bits, &writer->model, writer->list + first, count - first,
			 index->documents->count);
}

static struct str take_text(struct block_writer *writer, struct arena *arena, const struct buf *bytes)
{
	base123_put(&writer->text, bytes->ptr, bytes->len);
	return arena_str(arena, buf_str(&writer->text));
}

static void write_block(struct block_writer *writer, const struct index *index, struct block *block, struct arena *arena)
{
	buf_clear(&writer->bytes);
	buf_clear(&writer->rest);
	writer->first_bits = (struct bits){ .out = &writer->bytes };
	writer->rest_bits = (struct bits){ .out = &writer->rest };
	for (uint32_t i = block->from; i < block->to; i++)
		put_form(writer, index, &index->forms[index->order[i]]);
	bits_end(&writer->first_bits);
	bits_end(&writer->rest_bits);
	buf_clear(&writer->text);
	put_words(&writer->text, index, block);
	buf_put_char(&writer->text, '\t');
	block->bytes = take_text(writer, arena, &writer->bytes);
	buf_clear(&writer->text);
	block->rest = take_text(writer, arena, &writer->rest);
}

static void block_job(void *context, unsigned thread, size_t number)
{
	struct index *index = context;
	struct block_writer writer = { .room = 0 };

	buf_init(&writer.bytes);
	buf_init(&writer.rest);
	buf_init(&writer.text);
	for (size_t i = number * BLOCKS; i < (number + 1) * BLOCKS && i < index->blocks.count; i++)
		write_block(&writer, index, &index->blocks.at[i], &index->workers[thread].arena);
	buf_dispose(&writer.bytes);
	buf_dispose(&writer.rest);
	buf_dispose(&writer.text);
	free(writer.list);
	free(writer.others);
}

/* ---- blocks ---- */

/* About how much of a block FORM takes. */
static uint32_t size_of(const struct form *form)
{
	uint32_t items = form->items > SEARCH_FIRST ? SEARCH_FIRST : form->items;

	return (uint32_t)form->text.len / 2 + 4 + items * 4;
}

/* Whether a form of the group that is order[at] .. has more items than are listed first. */
static bool has_rest(const struct index *index, uint32_t at)
{
	uint32_t group = index->forms[index->order[at]].group;

	for (; at < index->form_count && index->forms[index->order[at]].group == group; at++)
		if (index->forms[index->order[at]].items > SEARCH_FIRST)
			return true;
	return false;
}

/* Common words are blocks of their own: nobody pays for them who did not ask. */
static void cut_blocks(struct index *index)
{
	struct block block = { 0 };
	uint32_t size = 0, highest = 0;
	bool common = false;

	for (uint32_t i = 0; i < index->form_count; i++) {
		uint32_t form = index->order[i];

		if (index->forms[form].group == form) {
			bool is_common = has_rest(index, i);

			/* see (2) */
			if (i && form > highest && (size >= BLOCK_BYTES || common || is_common)) {
				block.to = i;
				vec_push(&index->blocks, block);
				block.from = i;
				size = 0;
				common = false;
			}
			common = common || is_common;
		}
		size += size_of(&index->forms[form]);
		if (form > highest)
			highest = form;
	}
	block.to = index->form_count;
	if (block.to > block.from)
		vec_push(&index->blocks, block);
}

/* Parts end where they are full or, so that one that grew does not move all
   that follow, where they are half full and the first two letters change. */
static void cut_parts(struct index *index)
{
	struct part part = { 0 };
	size_t size = 0;

	for (uint32_t i = 0; i < index->blocks.count; i++) {
		const struct block *block = &index->blocks.at[i];
		const struct form *first = &index->forms[index->order[block->from]];
		const struct form *last = block->from ? &index->forms[index->order[block->from - 1]] : first;
		bool changes = !str_equal(str_slice(last->folded, 0, 2), str_slice(first->folded, 0, 2));

		if (size >= PART_BYTES || (size >= PART_BYTES / 2 && changes)) {
			part.to = i;
			vec_push(&index->parts, part);
			part.from = i;
			size = 0;
		}
		size += block->bytes.len + block->rest.len;
	}
	part.to = (uint32_t)index->blocks.count;
	if (part.to > part.from)
		vec_push(&index->parts, part);
}

/* ---- the whole ---- */

void index_init(struct index *index, const struct documents *documents, unsigned workers)
{
	*index = (struct index){ .documents = documents, .worker_count = workers };
	phrases_init(&index->phrases, documents);
	index->texts = memory_alloc((documents->count + 1) * sizeof *index->texts);
	index->workers = memory_alloc(workers * sizeof *index->workers);
	for (unsigned i = 0; i < workers; i++)
		open_worker(index, i);
	pool_run(workers, workers, read_job, index);
	join_terms(index);
	pool_run(workers, (index->form_count + STEMS - 1) / STEMS, stem_job, index);
	group_forms(index);
	order_forms(index);
	cut_blocks(index);
	pool_run(workers, (index->blocks.count + BLOCKS - 1) / BLOCKS, block_job, index);
	cut_parts(index);
}

void index_dispose(struct index *index)
{
	for (unsigned i = 0; i < index->worker_count; i++)
		close_worker(&index->workers[i]);
	free(index->workers);
	free(index->forms);
	free(index->terms);
	free(index->order);
	free(index->texts);
	vec_dispose(&index->blocks);
	vec_dispose(&index->parts);
	phrases_dispose(&index->phrases);
}

struct str index_block_key(const struct index *index, const struct block *block)
{
	uint32_t first = index->order[block->from];
	struct str key = index->forms[first].folded, before;
	size_t len = 0;

	if (!first)
		return STR("");
	/* see (2): all that is sorted before it is in blocks before it */
	before = index->forms[first - 1].folded;
	while (len < key.len && len < before.len && key.ptr[len] == before.ptr[len])
		len++;
	len++;
	while (len < key.len && utf8_continues(key.ptr[len]))
		len++;
	return str_slice(key, 0, len);
}

/* ---- words that are neither rare nor common ---- */

uint32_t word_hash(struct str word, uint32_t below)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ (unsigned char)word.ptr[i]) * 16777619u;
	hash = (hash ^ hash >> 16) * 2246822507u;
	hash ^= hash >> 13;
	return (uint32_t)((uint64_t)hash * below >> 32);
}

/* Where the group that is order[at] .. ends; in MOST, how many items the form of it that is in most is in. */
static uint32_t group_end(const struct index *index, uint32_t at, uint32_t *most)
{
	uint32_t group = index->forms[index->order[at]].group;

	*most = 0;
	for (; at < index->form_count && index->forms[index->order[at]].group == group; at++)
		if (index->forms[index->order[at]].items > *most)
			*most = index->forms[index->order[at]].items;
	return at;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

uint32_t index_put_middling(const struct index *index, uint32_t few, struct buf *out)
{
	VEC(struct str) words = { 0 };
	struct bits bits = { .out = out };
	uint32_t *hashes, last = 0, count, most;

	for (size_t i = 0; i < index->blocks.count; i++) {
		const struct block *block = &index->blocks.at[i];

		for (uint32_t at = block->from, end; at < block->to && !block->rest.len; at = end) {
			end = group_end(index, at, &most);
			for (uint32_t j = at; j < end && most > few; j++) {
				struct str word = index->forms[index->order[j]].folded;

				if (j == at || !str_equal(word, words.at[words.count - 1]))
					vec_push(&words, word);
			}
		}
	}
	count = (uint32_t)words.count;
	hashes = memory_alloc((count + 1) * sizeof *hashes);
	for (uint32_t i = 0; i < count; i++)
		hashes[i] = word_hash(words.at[i], count * WORD_SPREAD);
	if (count > 1)
		qsort(hashes, count, sizeof *hashes, by_number);
	for (uint32_t i = 0; i < count; i++) {
		bits_put_rice(&bits, hashes[i] - last, WORD_SPREAD_BITS);
		last = hashes[i];
	}
	bits_end(&bits);
	free(hashes);
	vec_dispose(&words);
	return count;
}

/* ---- common words ---- */

static int by_items(const void *a, const void *b)
{
	const struct form *x = *(const struct form *const *)a, *y = *(const struct form *const *)b;

	if (x->items != y->items)
		return x->items > y->items ? -1 : 1;
	return x < y ? -1 : x > y;
}

const struct form **index_common(const struct index *index, struct arena *arena, uint32_t *count)
{
	VEC(const struct form *) found = { 0 };
	const struct form **common;

	for (uint32_t i = 0; i < index->form_count; i++)
		if (is_stemmed(index->forms[i].text) && index->forms[i].items > 1)
			vec_push(&found, &index->forms[i]);
	if (found.count > 1)
		qsort(found.at, found.count, sizeof *found.at, by_items);
	if (*count > found.count)
		*count = (uint32_t)found.count;
	common = ARENA_ARRAY(arena, *count, const struct form *);
	if (*count)
		memcpy(common, found.at, *count * sizeof *common);
	vec_dispose(&found);
	return common;
}
