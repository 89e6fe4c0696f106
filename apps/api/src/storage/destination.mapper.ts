import { Injectable } from '@nestjs/common';
import type { FieldMessage, ProbeCheck } from '@stowbase/storage';
import { failureOf, type ProbeOutcome } from './destination-probes.service';
import { DestinationSettings, pathOf } from './destination-settings.service';
import type { DestinationTestDto, PastTestDto, TestCheckDto } from './destination-test.dto';
import type { DestinationDto, SettingNoticeDto } from './destination.dto';
import type { Destination } from './destination.entity';
import { noDeleteReason } from './no-delete';
import type { Probe } from './probe.entity';
import { settingsView, type SettingsView } from './settings-view';
import { StorageTypes } from './storage-types.service';

/** Destinations as replies show them. */
@Injectable()
export class DestinationMapper {
  constructor(
    private readonly types: StorageTypes,
    private readonly settings: DestinationSettings,
  ) {}

  toDestinationDto(destination: Destination): DestinationDto {
    const { id, name, type, origin, enabled, closing, capabilities } = destination;
    const { keepsEverything, bandwidthLimit, problem } = destination;
    const { validationStatus, validationError, lastValidated } = destination;
    const { totalBackups, totalSize, freeBytes, version, createdAt, updatedAt } = destination;
    return {
      id,
      name,
      type,
      origin,
      config: this.view(destination),
      enabled,
      closing,
      validationStatus,
      validationError,
      lastValidated,
      capabilities,
      noDelete: noDeleteReason(destination) !== null,
      keepsEverything,
      bandwidthLimit,
      problem: problem === null ? null : { ...problem, at: new Date(problem.at) },
      totalBackups,
      totalSize,
      availableSpace: freeBytes,
      version,
      createdAt,
      updatedAt,
    };
  }

  private view(destination: Destination): SettingsView | null {
    const driver = this.types.find(destination.type);
    const settings = this.settings.readable(destination);
    return driver === undefined || settings === null ? null : settingsView(driver, settings);
  }
}

export function toTestDto(outcome: ProbeOutcome, notices: readonly FieldMessage[] = []): DestinationTestDto {
  const { ok, checks, freeBytes, at, leftovers, wrongSetting } = outcome;
  const failure = failureOf(outcome);
  return {
    valid: ok,
    checks: checks.map(toCheckDto),
    availableSpace: freeBytes,
    lastTested: at,
    ...(failure === undefined
      ? {}
      : {
          error: {
            message: failure.detail,
            nextStep: failure.nextStep ?? null,
            field: wrongSetting === null ? null : pathOf(wrongSetting.field),
          },
        }),
    leftovers: [...leftovers],
    notices: toNotices(notices),
  };
}

export const toPastTestDto = ({ at, ok, checks }: Probe): PastTestDto => ({
  at,
  ok,
  checks: (checks as ProbeCheck[]).map(toCheckDto),
});

export const toNotices = (notices: readonly FieldMessage[]): SettingNoticeDto[] =>
  notices.map(({ field, message }) => ({ field: pathOf(field), message }));

export function toCheckDto({ id, title, status, detail, nextStep, permission, ms }: ProbeCheck): TestCheckDto {
  return { id, title, status, detail, nextStep: nextStep ?? null, permission: permission ?? null, ms: ms ?? null };
}
