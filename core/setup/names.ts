/** Names that every record of Setup has. */
import { z } from 'zod';

/**
 * Letters, digits, single underscores; starts with a letter, does not end with an underscore; at most 80 characters. As
 * Salesforce.
 */
export const DeveloperName = z
  .string()
  .max(80)
  .regex(/^[A-Za-z](?:_?[A-Za-z0-9])*$/);
export const RecordName = z.string().trim().min(1).max(100);
/** Incremented with each change of a record; a save names the version it is based on. */
export const Version = z.number().int().positive();
