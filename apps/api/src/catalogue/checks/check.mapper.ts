import type { Check } from '../check.entity';
import type { CheckDto } from './check.dto';

export function toCheckDto(check: Check): CheckDto {
  const { id, copyId, destinationId, destinationName, level, status, requestedBy, size, readBytes, damage } = check;
  const { findings, errorCode, errorText, errorNext, createdAt, startedAt, finishedAt } = check;
  return {
    ...{ id, copyId, destinationId, destinationName, level, status, requestedBy, size, readBytes, damage },
    findings: findings === null ? [] : [...findings.items],
    findingsCount: findings?.count ?? 0,
    error: errorCode === null ? null : { code: errorCode, text: errorText ?? '', nextStep: errorNext },
    ...{ createdAt, startedAt, finishedAt },
  };
}
