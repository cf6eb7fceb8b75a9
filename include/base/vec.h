/*
 * vec.h -- a growing array of any type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	VEC(struct fund *) funds = { 0 };
 *	vec_push(&funds, fund);
 *	for (size_t i = 0; i < funds.count; i++) use(funds.at[i]);
 *	vec_dispose(&funds);
 *
 * Zero bytes are an empty vec. Elements move when it grows.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdlib.h>

#define VEC(type) struct { type *at; size_t count, room; }

#define vec_push(vec, item)						\
	do {								\
		if ((vec)->count == (vec)->room)			\
			(vec)->at = vec_grow((vec)->at, &(vec)->room,	\
					     sizeof *(vec)->at);	\
		(vec)->at[(vec)->count++] = (item);			\
	} while (0)

#define vec_clear(vec) ((void)((vec)->count = 0))

#define vec_dispose(vec)						\
	do {								\
		free((vec)->at);					\
		(vec)->at = NULL;					\
		(vec)->count = (vec)->room = 0;				\
	} while (0)

/* For vec_push() alone: doubles ROOM elements of SIZE bytes. */
void *vec_grow(void *at, size_t *room, size_t size);

#endif
