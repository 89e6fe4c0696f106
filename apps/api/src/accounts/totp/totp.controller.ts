import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Access, CurrentActor, type Actor } from '../access';
import { RecoveryCodesDto, TotpConfirmDto, TotpOfferDto } from './totp.dto';
import { Totp } from './totp.service';

@Controller('accounts/me/totp')
@Access('viewer', { sessionOnly: true })
export class TotpController {
  constructor(private readonly totp: Totp) {}

  /** Offers a secret for an authenticator app; nothing changes until a code of it was right. */
  @Post()
  async offerTotp(@CurrentActor() actor: Actor): Promise<TotpOfferDto> {
    return this.totp.offer(actor);
  }

  /** Turns the second factor on: the password, and a first right code. */
  @HttpCode(200)
  @Post('enable')
  async enableTotp(@CurrentActor() actor: Actor, @Body() body: TotpConfirmDto): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.totp.enable(actor, body) };
  }

  /** Turns the second factor off. */
  @HttpCode(204)
  @Post('disable')
  async disableTotp(@CurrentActor() actor: Actor, @Body() body: TotpConfirmDto): Promise<void> {
    await this.totp.disable(actor, body);
  }

  /** Makes new recovery codes; the earlier ones are void. */
  @HttpCode(200)
  @Post('recovery-codes')
  async renewRecoveryCodes(@CurrentActor() actor: Actor, @Body() body: TotpConfirmDto): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.totp.renewRecoveryCodes(actor, body) };
  }
}
