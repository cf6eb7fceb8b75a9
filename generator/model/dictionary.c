/*
 * dictionary.c -- a tree of words, in one table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) Nodes are numbers; 0 is the root. An edge is (node, word) -> node, kept
 *     in one open-addressing table by a 64-bit hash of both. Two words with the same
 *     64 bits would be taken for one: chance does not do that, and an author
 *     who contrived it would gain a wrong link in his own site.
 * (2) Most words of a text begin no name. Small tables of bits are asked first,
 *     so that the large table is seldom touched: of the first three letters of
 *     names, of these with the length of their first word (which a word of plain
 *     ASCII must share), and of the hashes of their first words.
 * (3) A word is a run of letters and digits, folded to its base letters; any
 *     other sign is a word of its own; white space only separates.
 * (4) Most of a text is looked at in blocks of 64 bytes, each as a few sets of
 *     64 bits that tell where its words are. Whatever these sets cannot tell is
 *     decoded letter by letter.
 */
#include "dictionary.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/arena.h"
#include "base/utf8.h"

#define WORDS_MAX 48		/* of one name */
#define SHORT_MAX 4

struct meaning {
	struct entry *entry;
	struct str name;
	bool exact;
	bool doubtful;		/* of several evaluations: nobody can tell which is meant */
	uint32_t next;		/* another of the same words, plus 1; 0: none */
};

struct edge {
	uint64_t hash;		/* 0: free */
	uint32_t node;
};

struct dictionary {
	struct edge *edges;
	size_t room, count;
	VEC(uint32_t) first;	/* of each node: its first meaning, plus 1 */
	VEC(struct meaning) meanings;
	uint64_t begins[512];	/* see (2): by five bits of each of three letters */
	uint64_t lengths[8192];	/* see (2): by these and four bits of the length */
	uint64_t roots[1024];	/* see (2): by sixteen bits of the hash */
	size_t shortest;	/* letters of the shortest first word, SHORT_MAX at most */
};

/* ---- words ---- */

/* What a letter of U+00C0..U+017F is without its accent and in lower case. */
static unsigned char base_letter(uint32_t code)
{
	static const char latin1[] =
		"aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
	static const char extended[] =
		"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllll"
		"lnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

	if (code >= 0xc0 && code <= 0xff)
		return (unsigned char)latin1[code - 0xc0];
	if (code >= 0x100 && code - 0x100 < sizeof extended - 1)
		return (unsigned char)extended[code - 0x100];
	return 0;
}

static bool is_combining(uint32_t code)
{
	return code >= 0x300 && code <= 0x36f;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

/* The lower-case letter, or the digit, of an ASCII byte; OTHER for what needs
   decoding; 0 for every sign. */
#define OTHER 0xff

static const unsigned char folded_ascii[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
	['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
#define LETTER(small, large) [small] = small, [large] = small
	LETTER('a', 'A'), LETTER('b', 'B'), LETTER('c', 'C'), LETTER('d', 'D'),
	LETTER('e', 'E'), LETTER('f', 'F'), LETTER('g', 'G'), LETTER('h', 'H'),
	LETTER('i', 'I'), LETTER('j', 'J'), LETTER('k', 'K'), LETTER('l', 'L'),
	LETTER('m', 'M'), LETTER('n', 'N'), LETTER('o', 'O'), LETTER('p', 'P'),
	LETTER('q', 'Q'), LETTER('r', 'R'), LETTER('s', 'S'), LETTER('t', 'T'),
	LETTER('u', 'U'), LETTER('v', 'V'), LETTER('w', 'W'), LETTER('x', 'X'),
	LETTER('y', 'Y'), LETTER('z', 'Z'),
#undef LETTER
	[0x80 ... 0xff] = OTHER,
};

/* U+00C0..U+00FF but for two signs: nearly all the letters of Spanish that are
   not ASCII. */
static bool is_accented(struct str text, size_t at)
{
	unsigned char second;

	if ((unsigned char)text.ptr[at] != 0xc3 || at + 1 >= text.len)
		return false;
	second = (unsigned char)text.ptr[at + 1];
	return second >= 0x80 && second <= 0xbf && second != 0x97 && second != 0xb7;
}

#define NO_LETTER UINT32_MAX	/* a combining mark: a part of the word that does not count */

/* The folded letter at AT of TEXT, which needs decoding, and its LENGTH in bytes;
   0 when it is no part of a word. */
static uint32_t decoded_letter(struct str text, size_t at, size_t *length)
{
	size_t next = at;
	uint32_t code;

	if (is_accented(text, at)) {
		*length = 2;
		return base_letter(0xc0 + (text.ptr[at + 1] & 0x3fu));
	}
	code = utf8_next(text, &next);
	*length = next - at;
	if (is_combining(code))
		return NO_LETTER;
	if (!utf8_is_word(code))
		return 0;
	return base_letter(code) ? base_letter(code) : code;
}

/*
 * Take the word at *AT of TEXT (after white space); *AT moves behind it and
 * *START is where it began. Returns its hash, or 0 at the end of the text.
 * Letters go into the hash eight at a time.
 */
static uint64_t next_word(struct str text, size_t *at, size_t *start)
{
	uint64_t hash = 0x51ed270b35ae9c1du, letters = 0;
	size_t i = *at, count = 0;

	while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t'))
		i++;
	*start = i;
	while (i < text.len) {
		uint32_t letter = folded_ascii[(unsigned char)text.ptr[i]];
		size_t length = 1;

		if (letter == OTHER)
			letter = decoded_letter(text, i, &length);
		if (letter == 0)
			break;
		i += length;
		if (letter == NO_LETTER)
			continue;
		letters = letters << 8 ^ letter;
		if ((++count & 7) == 0 || letter >= 0x80) {
			hash = mix(hash, letters);
			letters = 0;
		}
	}
	if (count == 0 && i < text.len) {	/* a sign */
		letters = utf8_next(text, &i);
		count = 1;
	}
	*at = i;
	if (count == 0)
		return 0;
	hash = mix(hash, letters);
	return hash ? hash : 1;
}

/* Where the letters and digits that begin at AT end. */
static size_t word_end(struct str text, size_t at)
{
	while (at < text.len) {
		unsigned char c = folded_ascii[(unsigned char)text.ptr[at]];
		size_t next = at;
		uint32_t code;

		if (c == 0)
			break;
		if (is_accented(text, at)) {
			at += 2;
		} else if (c == OTHER) {
			code = utf8_next(text, &next);
			if (!utf8_is_word(code))
				break;
			at = next;
		} else {
			at++;
		}
	}
	return at;
}

/* Five bits of the folded letter at *AT of TEXT, which moves behind it; never 0
   (digits share codes with letters, which only lets a few words more through)
   but at the end of the word. */
static unsigned begin_letter(struct str text, size_t *at)
{
	for (;;) {
		unsigned char c = *at < text.len ? folded_ascii[(unsigned char)text.ptr[*at]] : 0;
		uint32_t code;

		if (c != OTHER) {
			(*at)++;
			return c & 31;
		}
		code = utf8_next(text, at);
		if (is_combining(code))
			continue;
		if (!utf8_is_word(code))
			return 0;
		c = base_letter(code);
		/* a letter that is none of ours: some code, as long as it is fixed */
		return c >= 'a' ? c & 31 : 31;
	}
}

/* Five bits of each of the first three letters of the word at AT. */
static unsigned begin_of(struct str text, size_t at)
{
	unsigned begin = 0;

	for (int i = 0; i < 3; i++) {
		unsigned letter = begin_letter(text, &at);

		begin = begin << 5 | letter;
		if (!letter)
			return begin << 5 * (2 - i);
	}
	return begin;
}

static bool has_bit(const uint64_t *bits, unsigned at)
{
	return bits[at >> 6] >> (at & 63) & 1;
}

static void set_bit(uint64_t *bits, unsigned at)
{
	bits[at >> 6] |= UINT64_C(1) << (at & 63);
}

/* Those with the length of the word, in letters. */
static unsigned length_of(unsigned begin, size_t letters)
{
	return begin << 4 | (unsigned)(letters < 15 ? letters : 15);
}

/* ---- blocks: see (4) ---- */

#define BLOCK 64

/* A block of text, a bit for each byte, the first one lowest. */
struct block {
	uint64_t word;		/* letters and digits: ASCII, and those of is_accented() */
	uint64_t accent;	/* the first bytes of these */
	uint64_t other;		/* bytes that need decoding */
};

/* The sets of bytes that struct block is made of. */
struct bytes {
	uint64_t ascii;		/* letters and digits */
	uint64_t lead;		/* 0xc3 */
	uint64_t tail;		/* what makes a letter behind it */
	uint64_t high;		/* all above 0x7f */
};

#ifdef __SSE2__

static uint64_t bits_of(__m128i set, unsigned shift)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(set) << shift;
}

static struct bytes bytes_of(const unsigned char *ptr)
{
	struct bytes bytes = { 0 };

	for (unsigned at = 0; at < BLOCK; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(ptr + at));
		__m128i low = _mm_or_si128(v, _mm_set1_epi8(0x20));
		__m128i letter = _mm_and_si128(_mm_cmpgt_epi8(low, _mm_set1_epi8('a' - 1)),
					       _mm_cmplt_epi8(low, _mm_set1_epi8('z' + 1)));
		__m128i digit = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('0' - 1)),
					      _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));
		__m128i sign = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0x97)),
					    _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xb7)));
		__m128i tail = _mm_cmplt_epi8(v, _mm_set1_epi8((char)0xc0));

		bytes.ascii |= bits_of(_mm_or_si128(letter, digit), at);
		bytes.lead |= bits_of(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xc3)), at);
		bytes.tail |= bits_of(_mm_andnot_si128(sign, tail), at);
		bytes.high |= bits_of(v, at);
	}
	return bytes;
}

#else

static struct bytes bytes_of(const unsigned char *ptr)
{
	struct bytes bytes = { 0 };

	for (unsigned at = 0; at < BLOCK; at++) {
		unsigned char c = ptr[at];
		uint64_t bit = UINT64_C(1) << at;

		if (c >= 0x80) {
			bytes.high |= bit;
			if (c == 0xc3)
				bytes.lead |= bit;
			else if (c < 0xc0 && c != 0x97 && c != 0xb7)
				bytes.tail |= bit;
		} else if (folded_ascii[c]) {
			bytes.ascii |= bit;
		}
	}
	return bytes;
}

#endif

/* The block at AT of TEXT, which ends in zeros where the text ends within it. */
static struct block block_at(struct str text, size_t at)
{
	unsigned char last[BLOCK] = { 0 };
	const unsigned char *ptr = (const unsigned char *)text.ptr + at;
	struct bytes bytes;
	struct block block;

	if (text.len - at < BLOCK)
		ptr = memcpy(last, ptr, text.len - at);
	bytes = bytes_of(ptr);
	block.accent = bytes.lead & bytes.tail >> 1;
	block.word = bytes.ascii | block.accent | block.accent << 1;
	block.other = bytes.high & ~block.word;
	return block;
}

/* How many bytes of BLOCK hold nothing but whole words and signs; there is a sign
   then, so that no word is as long as the block. LAST: the text ends within it. */
static unsigned whole_words(const struct block *block, bool last)
{
	uint64_t signs = ~block->word;

	if (block->other)
		signs &= (block->other & -block->other) - 1;
	else if (last && signs)
		return BLOCK;
	return signs ? BLOCK - (unsigned)__builtin_clzll(signs) : 0;
}

/* Like begin_of(), of a word whose first three bytes are ASCII: the low five bits
   of a letter or digit are the same as of the folded one. WORD has a bit for each
   byte that belongs to it. */
static unsigned begin_of_bytes(const char *bytes, uint64_t word)
{
	unsigned begin = (bytes[0] & 31u) << 10;

	if (!(word & 2))
		return begin;
	begin |= (bytes[1] & 31u) << 5;
	return word & 4 ? begin | (bytes[2] & 31u) : begin;
}

/* Whether names may have a first word with these first letters and as many
   letters: the run of ones that WORD begins with, less the ones of ACCENTS. */
static bool may_begin(const struct dictionary *dictionary, unsigned begin,
		      uint64_t word, uint64_t accents)
{
	unsigned bytes, letters;

	if (!has_bit(dictionary->begins, begin))
		return false;
	letters = bytes = (unsigned)__builtin_ctzll(~word);
	for (accents &= (UINT64_C(1) << bytes) - 1; accents; accents &= accents - 1)
		letters--;
	return has_bit(dictionary->lengths, length_of(begin, letters));
}

/* ---- the table ---- */

static uint64_t edge_hash(uint32_t node, uint64_t word)
{
	uint64_t hash = mix(word ^ (uint64_t)node << 32, node);

	return hash ? hash : 1;
}

static struct edge *edge_place(const struct dictionary *dictionary, uint64_t hash)
{
	size_t i = hash & (dictionary->room - 1);

	while (dictionary->edges[i].hash && dictionary->edges[i].hash != hash)
		i = (i + 1) & (dictionary->room - 1);
	return &dictionary->edges[i];
}

static void grow(struct dictionary *dictionary)
{
	struct edge *old = dictionary->edges;
	size_t room = dictionary->room;

	dictionary->room = room ? 2 * room : 1024;
	dictionary->edges = memory_alloc(dictionary->room * sizeof *old);
	memset(dictionary->edges, 0, dictionary->room * sizeof *old);
	for (size_t i = 0; i < room; i++)
		if (old[i].hash)
			*edge_place(dictionary, old[i].hash) = old[i];
	free(old);
}

static uint32_t node_new(struct dictionary *dictionary)
{
	vec_push(&dictionary->first, 0);
	return (uint32_t)dictionary->first.count - 1;
}

/* The node behind NODE by WORD; made when it is not there. */
static uint32_t node_step(struct dictionary *dictionary, uint32_t node, uint64_t word)
{
	uint64_t hash = edge_hash(node, word);
	struct edge *edge;

	if (dictionary->count * 2 >= dictionary->room)
		grow(dictionary);
	edge = edge_place(dictionary, hash);
	if (!edge->hash) {
		edge->hash = hash;
		edge->node = node_new(dictionary);
		dictionary->count++;
	}
	return edge->node;
}

struct dictionary *dictionary_new(void)
{
	struct dictionary *dictionary = memory_alloc(sizeof *dictionary);

	*dictionary = (struct dictionary){ .shortest = SHORT_MAX };
	grow(dictionary);
	node_new(dictionary);
	return dictionary;
}

void dictionary_free(struct dictionary *dictionary)
{
	if (!dictionary)
		return;
	free(dictionary->edges);
	vec_dispose(&dictionary->first);
	vec_dispose(&dictionary->meanings);
	free(dictionary);
}

/* ---- names ---- */

const struct entry *unit_owner(const struct entry *unit)
{
	return unit->kind == ENTRY_UNIT ? record_target(unit->record, UNIT_ENTITY) : NULL;
}

/* How many letters and digits the first word of NAME has, accents not counted. */
static size_t count_letters(struct str name)
{
	size_t end = word_end(name, 0), count = 0;

	for (size_t at = 0; at < end;)
		count += !is_combining(utf8_next(name, &at));
	return count;
}

static bool is_single_word(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == ' ' || name.ptr[i] == '\n' || name.ptr[i] == '\t')
			return false;
	return true;
}

struct entry *dictionary_add(struct dictionary *dictionary, struct str name,
			     struct entry *entry)
{
	struct meaning meaning;
	uint32_t node = 0, *link;
	size_t at = 0, start, letters;
	uint64_t word;
	unsigned begin;
	int words = 0;

	name = str_trim(name);
	if (name.len < 2)
		return NULL;
	while ((word = next_word(name, &at, &start)) != 0) {
		if (++words > WORDS_MAX)
			return NULL;
		if (words == 1)
			set_bit(dictionary->roots, word & 0xffff);
		node = node_step(dictionary, node, word);
	}
	begin = begin_of(name, 0);
	letters = count_letters(name);
	if (letters < dictionary->shortest)
		dictionary->shortest = letters;
	set_bit(dictionary->begins, begin);
	set_bit(dictionary->lengths, length_of(begin, letters));
	for (link = &dictionary->first.at[node]; *link;
	     link = &dictionary->meanings.at[*link - 1].next) {
		struct meaning *known = &dictionary->meanings.at[*link - 1];

		if (known->exact && !str_equal(known->name, name))
			continue;
		if (known->entry == entry)
			return NULL;
		known->doubtful |= known->entry->kind == ENTRY_EVALUATION;
		if (unit_owner(known->entry) == unit_owner(entry))
			return known->entry;
	}
	meaning = (struct meaning){ entry, name, is_single_word(name), false, 0 };
	*link = (uint32_t)dictionary->meanings.count + 1;
	vec_push(&dictionary->meanings, meaning);
	return NULL;
}

/* The meaning of NODE for TEXT[start..end) and ENTITY: its own unit before a
   shared one. */
static struct entry *meaning_of(const struct dictionary *dictionary, uint32_t node,
				struct str found, const struct entry *entity)
{
	struct entry *shared = NULL;

	for (uint32_t i = dictionary->first.at[node]; i;) {
		const struct meaning *meaning = &dictionary->meanings.at[i - 1];
		const struct entry *owner = unit_owner(meaning->entry);

		i = meaning->next;
		if (meaning->doubtful ||
		    (meaning->exact && !str_equal(meaning->name, found)))
			continue;
		if (owner && owner == entity)
			return meaning->entry;
		if (!owner && !shared)
			shared = meaning->entry;
	}
	return shared;
}

/* The longest name that begins with the word at START of TEXT; *END is where it
   ends. NULL when none does; *END is then the end of the word. */
static struct entry *find(const struct dictionary *dictionary, struct str text,
			  size_t start, const struct entry *entity, size_t *end)
{
	struct entry *found = NULL;
	uint32_t node = 0;
	size_t at = start, begin;
	uint64_t word;

	*end = start;
	for (int words = 0; words < WORDS_MAX; words++) {
		const struct edge *edge;
		struct entry *meant;

		word = next_word(text, &at, &begin);
		if (words == 0)
			*end = at;
		if (!word || (words == 0 && !has_bit(dictionary->roots, word & 0xffff)))
			break;
		edge = edge_place(dictionary, edge_hash(node, word));
		if (!edge->hash)
			break;
		node = edge->node;
		if (!dictionary->first.at[node])
			continue;
		meant = meaning_of(dictionary, node, str_slice(text, start, at - start), entity);
		if (meant) {
			found = meant;
			*end = at;
		}
	}
	return found;
}

/* ---- from name to name ---- */

/* Begin a block where WALK is. When not one whole word is in it, the word or the
   sign at its beginning is passed letter by letter, and the block is empty. */
static void next_block(struct dictionary_walk *walk)
{
	struct str text = walk->text;
	struct block block = block_at(text, walk->next);
	unsigned count = whole_words(&block, text.len - walk->next <= BLOCK);
	size_t start = walk->next;

	walk->block = start;
	walk->words = block.word;
	walk->accents = block.accent;
	walk->starts = block.word & ~(block.word << 1);
	for (size_t i = 1; i < walk->dictionary->shortest; i++)
		walk->starts &= block.word >> i;	/* a third of all words is of two letters */
	if (count == 0) {
		walk->starts = 0;
		walk->next = word_end(text, start);
		if (walk->next == start)
			utf8_next(text, &walk->next);
		else
			walk->slow = has_bit(walk->dictionary->begins, begin_of(text, start));
	} else {
		walk->next += count;
		if (count < BLOCK)
			walk->starts &= (UINT64_C(1) << count) - 1;
	}
}

/* Leave out the words of the block that the last name covers. */
static uint64_t starts_left(const struct dictionary_walk *walk)
{
	if (walk->end <= walk->block)
		return walk->starts;
	return walk->end - walk->block < BLOCK
		? walk->starts >> (walk->end - walk->block) << (walk->end - walk->block) : 0;
}

/* The next word of the block that names may begin with. */
static bool next_start(struct dictionary_walk *walk)
{
	if (walk->slow) {
		walk->slow = false;
		walk->start = walk->block;
		return true;
	}
	for (uint64_t starts = starts_left(walk); starts; starts &= starts - 1) {
		unsigned at = (unsigned)__builtin_ctzll(starts);
		uint64_t word = walk->words >> at, accents = walk->accents >> at;
		size_t start = walk->block + at;
		unsigned begin = accents & 7 ? begin_of(walk->text, start)
					     : begin_of_bytes(walk->text.ptr + start, word);

		if (may_begin(walk->dictionary, begin, word, accents)) {
			walk->starts = starts & (starts - 1);
			walk->start = start;
			return true;
		}
	}
	walk->starts = 0;
	return false;
}

struct entry *dictionary_next(struct dictionary_walk *walk)
{
	for (;;) {
		while (next_start(walk)) {
			struct entry *found = find(walk->dictionary, walk->text, walk->start,
						   walk->entity, &walk->end);

			if (found)
				return found;
		}
		if (walk->next < walk->end)
			walk->next = walk->end;
		if (walk->next >= walk->text.len)
			return NULL;
		next_block(walk);
	}
}
