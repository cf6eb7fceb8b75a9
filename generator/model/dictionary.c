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
 */
#include "dictionary.h"

#include "base/arena.h"
#include "base/utf8.h"

#define WORDS_MAX 48		/* of one name */

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

static uint64_t mix(uint64_t hash, uint32_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static bool is_ascii_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Take the word at *AT of TEXT (after white space); *AT moves behind it and
 * *START is where it began. Returns its hash, or 0 at the end of the text.
 */
static uint64_t next_word(struct str text, size_t *at, size_t *start)
{
	uint64_t hash = 0x51ed270b35ae9c1du;
	size_t i = *at;
	bool any = false;

	while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t'))
		i++;
	*start = i;
	while (i < text.len) {
		unsigned char c = (unsigned char)text.ptr[i];
		size_t next = i;
		uint32_t code;

		if (c < 0x80) {
			if (!is_ascii_word(c))
				break;
			hash = mix(hash, c >= 'A' && c <= 'Z' ? c | 0x20u : c);
			any = true;
			i++;
			continue;
		}
		code = utf8_next(text, &next);
		if (is_combining(code)) {
			i = next;
			continue;
		}
		if (!utf8_is_word(code))
			break;
		hash = mix(hash, base_letter(code) ? base_letter(code) : code);
		any = true;
		i = next;
	}
	if (!any && i < text.len) {	/* a sign */
		uint32_t code = utf8_next(text, &i);

		hash = mix(hash, code);
		any = true;
	}
	*at = i;
	return any ? (hash ? hash : 1) : 0;
}

/* The folded letter or digit of an ASCII byte, in five bits and never 0 (digits
   share codes with letters, which only lets a few words more through); OTHER
   for what needs decoding; 0 for every sign. */
#define OTHER 0xff

static const unsigned char folded_ascii[256] = {
	['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20,
	['5'] = 21, ['6'] = 22, ['7'] = 23, ['8'] = 24, ['9'] = 25,
#define LETTER(small, large) [small] = small & 31, [large] = small & 31
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

/* The folded letter at *AT of TEXT, which moves behind it; 0 at the end of the
   word. */
static unsigned begin_letter(struct str text, size_t *at)
{
	for (;;) {
		unsigned char c = *at < text.len ? folded_ascii[(unsigned char)text.ptr[*at]] : 0;
		uint32_t code;

		if (c != OTHER) {
			(*at)++;
			return c;
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

/* Like begin_of(), for a word that starts with bytes A, B and C and that is
   plain ASCII as far as these; OTHER is not. */
static unsigned begin_of_bytes(unsigned a, unsigned b, unsigned c)
{
	return a << 10 | b << 5 | (b ? c : 0);
}

/* Those with the length of the word, in letters. */
static unsigned length_of(unsigned begin, size_t letters)
{
	return begin << 4 | (unsigned)(letters < 15 ? letters : 15);
}

size_t dictionary_seek(const struct dictionary *dictionary, struct str text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr;

	while (at < text.len) {
		unsigned a = folded_ascii[bytes[at]], b, c, begin;
		size_t start = at;

		if (a == 0) {
			at++;
			continue;
		}
		b = at + 1 < text.len ? folded_ascii[bytes[at + 1]] : 0;
		c = at + 2 < text.len ? folded_ascii[bytes[at + 2]] : 0;
		begin = a == OTHER || b == OTHER || (b && c == OTHER)
			? begin_of(text, at) : begin_of_bytes(a, b, c);
		while (at < text.len && folded_ascii[bytes[at]] - 1u < OTHER - 1u)
			at++;		/* past the word */
		if (begin && has_bit(dictionary->begins, begin) &&
		    ((at < text.len && folded_ascii[bytes[at]] == OTHER) ||
		     has_bit(dictionary->lengths, length_of(begin, at - start))))
			return start;
		if (at < text.len && folded_ascii[bytes[at]] == OTHER) {
			size_t end = word_end(text, at);

			if (end == at)	/* a sign that needed decoding */
				utf8_next(text, &end);
			at = end;
		}
	}
	return text.len;
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

	*dictionary = (struct dictionary){ 0 };
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
	size_t at = 0, start;
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
	set_bit(dictionary->begins, begin);
	set_bit(dictionary->lengths, length_of(begin, count_letters(name)));
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

struct entry *dictionary_find(const struct dictionary *dictionary, struct str text,
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
