import { z } from 'zod';

/** Schemas that have a name of their own in the OpenAPI document. */
export const namedSchemas = z.registry<{ id: string }>();
