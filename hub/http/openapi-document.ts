/**
 * The OpenAPI description of the integrators' endpoint. Generated on request: the generator takes memory that most hubs
 * never need.
 */
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { intakeContract } from '#core/contract/intake.ts';
import { hubVersion } from '../base/version.ts';

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

/** The document as JSON. */
export async function openApiDocument(): Promise<string> {
  const document = await generator.generate(intakeContract, {
    info: { title: 'OnQueue', version: hubVersion },
    servers: [{ url: '/api/v1' }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    security: [{ apiKey: [] }],
  });
  return JSON.stringify(document);
}
