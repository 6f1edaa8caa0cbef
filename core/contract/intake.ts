/** REST for integrators: create work from another system, read its state, cancel it. OpenAPI is generated from this. */
import { z } from 'zod';
import { OneLine, VisibleName } from '../text/clean-text.ts';
import { EndedBy, Fields, Id, Instant, WorkItemState } from '../vocabulary.ts';
import { procedure } from './base.ts';

export const WorkItemReport = z.object({
  id: Id,
  externalId: z.string().nullable(),
  state: WorkItemState,
  channel: z.string(),
  queue: z.string().nullable(),
  customer: z.string(),
  subject: z.string(),
  createdAt: Instant,
  owner: z.string().nullable(),
  closedAt: Instant.nullable(),
  endedBy: EndedBy.nullable(),
  outcome: z.string().nullable(),
});
export type WorkItemReport = z.infer<typeof WorkItemReport>;

export const intakeContract = {
  create: procedure('api-key')
    .route({
      method: 'POST',
      path: '/work-items',
      successStatus: 201,
      summary: 'Create a work item',
      tags: ['Work items'],
    })
    .input(
      z.object({
        /** Idempotent: the same external id always refers to the same item. */
        externalId: z.string().min(1).max(200).nullable().default(null),
        channel: z.string().min(1).max(80),
        queue: z.string().min(1).max(80),
        customer: VisibleName(100),
        subject: OneLine(200).default(''),
        fields: Fields.default({}),
        requiredAgent: z.string().max(100).nullable().default(null),
        preferredAgent: z.string().max(100).nullable().default(null),
      }),
    )
    .output(WorkItemReport),
  get: procedure('api-key')
    .route({
      method: 'GET',
      path: '/work-items/{id}',
      summary: 'What became of a work item',
      tags: ['Work items'],
    })
    .input(z.object({ id: Id }))
    .output(WorkItemReport),
  cancel: procedure('api-key')
    .route({
      method: 'DELETE',
      path: '/work-items/{id}',
      summary: 'Cancel a work item that nobody has opened yet',
      tags: ['Work items'],
    })
    .input(z.object({ id: Id }))
    .output(WorkItemReport),
};
