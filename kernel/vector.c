/* The vector of vector.h: new buffer, copy, old buffer given back. */
#include "vector.h"
#include "kernel_heap.h"
#include "panic.h"

#define FIRST_CAPACITY 4

struct vector vector_new(void)
{
    return (struct vector){.buffer = NULL};
}

static void vector_grow(struct vector *vector)
{
    usize capacity = vector->capacity == 0 ? FIRST_CAPACITY : 2 * vector->capacity;
    usize *buffer = kernel_alloc(capacity * sizeof(usize), sizeof(usize));

    if (buffer == NULL)
        panic("no memory for a vector of %lu words", capacity);
    for (usize i = 0; i < vector->length; i++)
        buffer[i] = vector->buffer[i];
    if (vector->buffer != NULL)
        kernel_dealloc(vector->buffer, vector->capacity * sizeof(usize), sizeof(usize));
    vector->buffer = buffer;
    vector->capacity = capacity;
}

void vector_push(struct vector *vector, usize word)
{
    if (vector->length == vector->capacity)
        vector_grow(vector);
    vector->buffer[vector->length++] = word;
}

void vector_free(struct vector *vector)
{
    if (vector->buffer != NULL)
        kernel_dealloc(vector->buffer, vector->capacity * sizeof(usize), sizeof(usize));
    *vector = vector_new();
}
