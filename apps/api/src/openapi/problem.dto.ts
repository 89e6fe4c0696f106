import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** One wrong field of a request. */
@ApiSchema({ name: 'FieldProblem' })
export class FieldProblemDto {
  /** Its path: `connection.host`, `destinations[1].name`. */
  field: string;

  /** Stable, for programs. */
  code: string;

  /** One sentence. */
  message: string;
}

/** What went wrong (RFC 9457). More members may be there: ids, counts, what a server said. */
@ApiSchema({ name: 'Problem' })
export class ProblemDto {
  /** Where the code is explained. */
  type: string;

  /** A few words, the same for each occurrence of the code. */
  title: string;

  @ApiProperty({ type: 'integer' })
  status: number;

  /** Stable, for programs; docs/errors.md lists them all. */
  code: string;

  /** One sentence: what happened, and where. */
  detail: string;

  /** One sentence: what to do now. */
  nextStep?: string;

  /** Path of the wrong field in the body. */
  field?: string;

  @ApiProperty({ type: [FieldProblemDto] })
  errors?: FieldProblemDto[];

  /** This one occurrence: `urn:uuid:` and the request's id, as in the log. */
  instance: string;
}
