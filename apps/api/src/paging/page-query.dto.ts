import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';

/** Numbers in a query are digits, nothing else: no `1e2`, no ` 5`, no empty text that counts as zero. */
const digits = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;

/** The query of every list; a list with filters extends it. */
export class PageQueryDto {
  /** How many items at most. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 200, default: 50, required: false })
  @Transform(digits)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `next` of the page before; left out: the first page. */
  @ApiProperty({ type: 'string', required: false, minLength: 1, maxLength: 300 })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 300)
  cursor?: string;
}
