"""Histories of answers and agreed levels, shared work, discussions, confirmations, and what is carried over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0003_roadmaps'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreedLevelChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, max_length=4000)),
                ('dissent', models.TextField(blank=True, max_length=4000)),
                ('answers_revision', models.PositiveIntegerField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField()),
                ('assigned_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('written_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='NotApplicableConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers_revision', models.PositiveIntegerField()),
                ('confirmed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ResponseRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('level', 'LEVEL'), ('dont_know', 'DONT_KNOW'), ('not_applicable', 'NOT_APPLICABLE')], max_length=14)),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, max_length=4000)),
                ('remark', models.TextField(blank=True, max_length=4000)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('revision',),
            },
        ),
        migrations.CreateModel(
            name='RightAsItIs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doubt', models.CharField(max_length=200)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'right as it is',
            },
        ),
        migrations.AddField(
            model_name='agreedlevel',
            name='dissent',
            field=models.TextField(blank=True, max_length=4000),
        ),
        migrations.AddField(
            model_name='assessment',
            name='carried_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.result'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='names_hidden',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='evidence',
            name='renewed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidence',
            name='reused_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.evidence'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='title',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='evidence',
            name='names_hidden',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('assessment', 'practice', 'reused_from'), name='evidence_reused_once'),
        ),
        migrations.AddField(
            model_name='agreedlevelchange',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreed_level_changes', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='agreedlevelchange',
            name='brings_back',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessments.agreedlevelchange'),
        ),
        migrations.AddField(
            model_name='agreedlevelchange',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreedlevelchange',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.practice'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assigned_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='dimension',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.dimension'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='discussion',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discussions', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='discussion',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.practice'),
        ),
        migrations.AddField(
            model_name='discussion',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='discussion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='assessments.discussion'),
        ),
        migrations.AddField(
            model_name='notapplicableconfirmation',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='notapplicableconfirmation',
            name='confirmed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notapplicableconfirmation',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.practice'),
        ),
        migrations.AddField(
            model_name='responserevision',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='response_revisions', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='responserevision',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.practice'),
        ),
        migrations.AddField(
            model_name='responserevision',
            name='respondent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rightasitis',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='right_as_it_is', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='rightasitis',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='agreedlevelchange',
            index=models.Index(fields=['assessment', 'practice'], name='agreedlevelchange_history'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('assessment', 'dimension', 'member'), name='assignment_once_per_person'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.UniqueConstraint(fields=('assessment', 'practice'), name='discussion_once'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='discussion_settled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_text'),
        ),
        migrations.AddConstraint(
            model_name='notapplicableconfirmation',
            constraint=models.UniqueConstraint(fields=('assessment', 'practice'), name='confirmation_once'),
        ),
        migrations.AddConstraint(
            model_name='responserevision',
            constraint=models.UniqueConstraint(fields=('assessment', 'practice', 'respondent', 'revision'), name='responserevision_once'),
        ),
        migrations.AddConstraint(
            model_name='rightasitis',
            constraint=models.UniqueConstraint(fields=('assessment', 'person', 'doubt'), name='rightasitis_said_once'),
        ),
    ]
