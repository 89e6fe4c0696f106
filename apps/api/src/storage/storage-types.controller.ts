import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../accounts/access';
import { StorageTypeListDto } from './storage-type.dto';
import { toStorageTypeDto } from './storage-type.mapper';
import { StorageTypes } from './storage-types.service';

@ApiTags('storage')
@Controller('storage/types')
export class StorageTypesController {
  constructor(private readonly types: StorageTypes) {}

  /** Lists the types of storage with their settings as data: a form and its checks follow from them. */
  @Get()
  @Access('viewer')
  listStorageTypes(): StorageTypeListDto {
    return { items: this.types.all().map(toStorageTypeDto) };
  }
}
