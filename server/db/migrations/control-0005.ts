import { Migration } from '@mikro-orm/migrations';

/** When a person was last seen, for owners who look after accounts (SPEC [ADM-1]). */
export class Control0005 extends Migration {
  override name = 'control-0005';

  override up(): void {
    this.addSql('ALTER TABLE formwork.app_user ADD COLUMN IF NOT EXISTS last_seen_at timestamptz');
  }
}
