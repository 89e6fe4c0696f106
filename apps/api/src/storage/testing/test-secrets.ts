import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { SecretBox, type SecretPlace } from '../../secrets/secret-box';

const key = randomBytes(32);

class TestSecretBox extends SecretBox {
  seal(plain: string, place: SecretPlace): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(
      Buffer.from(JSON.stringify(place)),
    );
    return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  open(sealed: Buffer, place: SecretPlace): string {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(JSON.stringify(place)))
      .setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()]).toString('utf8');
  }
}

/** Until the service has a secret box of its own. */
@Global()
@Module({ providers: [{ provide: SecretBox, useClass: TestSecretBox }], exports: [SecretBox] })
export class TestSecretsModule {}
