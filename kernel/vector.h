/*
 * An array of words that grows as words are pushed, on the kernel heap. When its buffer is full it moves to one twice
 * as large: whoever kept an address inside the old one keeps it in vain.
 */
#pragma once

#include "types.h"

struct vector {
    usize *buffer;  /* NULL until the first push */
    usize length;   /* words in use */
    usize capacity; /* words that the buffer has room for */
};

struct vector vector_new(void);

/* Panics when the heap has no memory left. */
void vector_push(struct vector *vector, usize word);

/* Gives the buffer back; the vector is as new. */
void vector_free(struct vector *vector);
